import type { NewOwnApiKey } from "@latchkey/core/api-keys";
import { duration } from "@latchkey/locales";
import { drawForm } from "../forms/form-fields.ts";
import { folded } from "../forms/folded.ts";
import { drawFormElement } from "../forms/form-element.ts";
import { html, type Html } from "../html/html.ts";
import type { Form } from "../request/form.ts";
import type { Attempt } from "../request/page.ts";
import { actionOf } from "./action.ts";
import { drawOtherProofs, drawPassword, proofOf, readProof, WRONG_PASSWORD_PLACE, wrongPassword } from "./proof.ts";
import type { AccountVisit } from "./section.ts";

const DAY = 86_400;
/** What a key may last, in seconds. */
const LIFETIMES = [30 * DAY, 90 * DAY, 365 * DAY];

/** @throws HttpError `invalid_request`: a field is empty */
export function readNewApiKey(form: Form): NewOwnApiKey {
  const expiresIn = form.text("expiresIn");
  return {
    name: form.required("name"),
    ...readProof(form),
    scopes: form.list("scopes"),
    expiresIn: expiresIn === "" ? null : Number(expiresIn),
  };
}

interface Drawing {
  readonly action: string;
  readonly attempt: Attempt | null;
  /** What the application offers. */
  readonly scopes: readonly string[];
}

/** The form that creates a key. */
export function drawNewApiKey(visit: AccountVisit, { action, attempt, scopes }: Drawing): Html {
  const { locale } = visit;
  const { account } = locale;
  const proof = proofOf(visit, { id: "api-key" });
  const { alert, fields } = drawForm(locale, {
    id: "api-key",
    attempt,
    fields: {
      name: { label: account.apiKeyName, autocomplete: "off", hint: account.apiKeyNameHint, maxLength: 64 },
      currentPassword: proof.field,
    },
    places: WRONG_PASSWORD_PLACE,
    sentences: wrongPassword(locale),
  });
  const form = drawFormElement(
    { ...actionOf(visit, action), button: account.apiKeyCreate, below: drawOtherProofs(visit, fields.currentPassword) },
    [
      fields.name,
      scopes.length > 0 && drawScopes(account.apiKeyScopes, scopes, attempt?.form.list("scopes") ?? []),
      html`<div class="field">
        <label for="api-key-expiry">${account.apiKeyExpiry}</label>
        <select id="api-key-expiry" name="expiresIn">
          <option value="">${account.apiKeyNoExpiry}</option>
          ${LIFETIMES.map((seconds) => {
            const isChosen = attempt?.form.text("expiresIn") === String(seconds);
            return html`<option value="${seconds}" ${isChosen && html` selected`}>
              ${duration(locale, seconds)}
            </option>`;
          })}
        </select>
      </div> `,
      drawPassword(visit, fields.currentPassword),
    ],
  );
  return folded({ summary: account.apiKeyCreate, isOpen: attempt !== null }, html`${alert}${proof.instead ?? form}`);
}

function drawScopes(legend: string, scopes: readonly string[], chosen: readonly string[]): Html {
  const boxes = scopes.map((scope) => {
    const isChosen = chosen.includes(scope);
    return html`<label
      ><input type="checkbox" name="scopes" value="${scope}" ${isChosen && html` checked`} /> ${scope}</label
    > `;
  });
  return html`<fieldset>
    <legend>${legend}</legend>
    ${boxes}
  </fieldset> `;
}
