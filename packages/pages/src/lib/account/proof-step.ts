import { drawForm } from "../forms/form-fields.ts";
import { drawFormElement } from "../forms/form-element.ts";
import { html, type Html } from "../html/html.ts";
import type { Attempt } from "../request/page.ts";
import { actionOf } from "./action.ts";
import { drawOtherProofs, drawPassword, proofOf, WRONG_PASSWORD_PLACE, wrongPassword } from "./proof.ts";
import type { AccountVisit } from "./section.ts";

/** What a button may be about: an account at a provider, a passkey. */
const ABOUT = ["provider", "subject", "id"];

/**
 * Asks for a proof after a button was pressed that needs one, and goes on with what the button does.
 *
 * @returns `null`: the button was refused for another reason
 */
export function drawProofStep(visit: AccountVisit, attempt: Attempt): Html | null {
  const { locale } = visit;
  const { code, methods } = attempt.error;
  const { field, instead } = proofOf(visit, { id: "step", label: locale.account.proofPassword, methods });
  if (code !== "proof_required" && !(field && attempt.form.text("currentPassword"))) return null;
  const { alert, fields } = drawForm(locale, {
    id: "proof",
    attempt,
    fields: { currentPassword: field },
    places: WRONG_PASSWORD_PLACE,
    sentences: wrongPassword(locale),
  });
  const { action, hidden } = actionOf(visit, attempt.form.text("action"));
  const about = Object.fromEntries(ABOUT.map((name) => [name, attempt.form.text(name) || null]));
  const form = drawFormElement(
    {
      action,
      hidden: { ...hidden, ...about },
      button: locale.account.proofButton,
      below: drawOtherProofs(visit, fields.currentPassword),
    },
    drawPassword(visit, fields.currentPassword),
  );
  return html`${alert}${instead ?? form}`;
}
