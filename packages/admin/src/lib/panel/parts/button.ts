import { errorSentence } from "@latchkey/locales";
import { html, type Attempt, type Html, type HtmlValue } from "@latchkey/pages";
import { alertOf, drawFormElement, type FormElement } from "@latchkey/pages/blocks";
import type { Desk } from "../desk.ts";

/** A form of the user's page with one button. */
export interface Button extends Omit<FormElement, "action" | "hidden"> {
  /** One of the actions. */
  readonly does: string;
  /** What it sends beside. */
  readonly hidden?: Readonly<Record<string, string>> | undefined;
}

/** Draws the form of an action. */
export function drawButton({ visit, id }: Desk, { does, hidden, ...element }: Button, body: HtmlValue = null): Html {
  return drawFormElement(
    { look: "plain", ...element, action: visit.link(`/users/${id}`), hidden: { action: does, ...hidden } },
    body,
  );
}

/** The refusal of one of these actions, for the top of their part. */
export function refusalOf({ visit }: Desk, attempt: Attempt | null, names: readonly string[]): HtmlValue {
  if (!attempt || !names.includes(attempt.form.text("action"))) return null;
  return html`${alertOf(errorSentence(visit.locale, attempt.error))}`;
}
