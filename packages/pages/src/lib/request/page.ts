import type { PublicError, RedirectReply } from "@latchkey/http";
import type { Content } from "../html/document.ts";
import type { Form } from "./form.ts";
import type { Visit } from "./visit.ts";

/** A form that was sent and refused. */
export interface Attempt {
  /** What was sent, to be shown again. Passwords never are. */
  readonly form: Form;
  /** Why it was refused. */
  readonly error: PublicError;
}

/** A page that has read what it needs, and is ready to be shown. */
export interface Screen {
  /**
   * What the page shows.
   *
   * @param attempt the form that was refused, or `null`
   */
  draw(attempt: Attempt | null): Content;
  /** `Set-Cookie` lines. */
  readonly setCookie?: readonly string[] | undefined;
}

/** One page: a path, what `GET` shows, and what `POST` does. */
export interface Page {
  /** Below the base path: `"/sign-in"`. */
  readonly path: string;
  /**
   * Answers `GET`, and changes nothing: mail scanners follow every link. It also prepares the page again after a form
   * was refused.
   *
   * @returns the page, or where to go instead
   */
  open(visit: Visit): Promise<Screen | RedirectReply>;
  /**
   * Does what the form says. What it throws becomes the answer: the page comes again, with the error.
   *
   * @returns where to go now; or a page, for what can be shown only once
   */
  readonly submit?: ((visit: Visit, form: Form) => Promise<Screen | RedirectReply>) | undefined;
}
