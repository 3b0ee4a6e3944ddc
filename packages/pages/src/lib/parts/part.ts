import type { Html } from "../html/html.ts";
import type { Script } from "../html/script.ts";
import type { Page } from "../request/page.ts";
import type { Visit } from "../request/visit.ts";
import type { Section } from "../account/section.ts";

/** Something that the pages offer: pages of its own, sections of the account, and what belongs on the sign-in page. */
export interface Part {
  /** Pages of its own. */
  readonly pages?: readonly Page[] | undefined;
  /** Sections of the account, after those of the companions. */
  readonly sections?: readonly Section[] | undefined;
  /** Another way in, for the pages to sign in and up: a form, or a link that looks like a button. */
  readonly wayIn?: ((visit: Visit, page: "sign-in" | "sign-up") => Html) | undefined;
  /** Whether `wayIn` is hidden until a script of `scripts` shows it. Default `false`. */
  readonly wayInNeedsScript?: boolean | undefined;
  /** Scripts of the pages to sign in and up. */
  readonly scripts?: readonly Script[] | undefined;
  /** A link below the form to sign in. */
  readonly signInLink?: ((visit: Visit) => Html) | undefined;
}
