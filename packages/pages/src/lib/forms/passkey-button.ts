import { errorSentence, type Locale } from "@latchkey/locales";
import { html, type Html } from "../html/html.ts";
import type { Setting } from "../request/setting.ts";

/** A button that only the script of passkeys shows. */
export interface PasskeyButton {
  /** What it does. In a form, `prove` sends the form afterwards. */
  readonly kind: "sign-in" | "sign-up" | "add" | "prove";
  /** What is on it. */
  readonly button: string;
  /** Where the browser goes afterwards. */
  readonly to: string;
  /** What a new passkey is called. */
  readonly name?: string | undefined;
  /** Default: that of ways beside another. */
  readonly look?: "main" | undefined;
}

/** What may go wrong between a passkey and the server. */
const CODES: readonly string[] = [
  "access_denied",
  "email_not_verified",
  "flow_expired",
  "forbidden_origin",
  "internal",
  "invalid_credentials",
  "invalid_email",
  "invalid_passkey",
  "network",
  "overloaded",
  "passkey_taken",
  "proof_required",
  "rate_limited",
  "refused",
  "sign_ups_closed",
  "storage_unavailable",
  "unauthenticated",
  "user_exists",
];

/** Draws the button with a place for what went wrong. It brings the sentences along, since a script knows none. */
export function drawPasskeyButton({ locale, link }: Setting, passkey: PasskeyButton): Html {
  const { kind, button, to, name, look } = passkey;
  return html`<div
    class="ways"
    hidden
    data-passkey="${kind}"
    data-base="${link("")}"
    data-to="${to}"
    data-errors="${JSON.stringify(sentencesOf(locale, kind))}"
    ${name !== undefined && html` data-name="${name}"`}
  >
    <button type="button" ${look === undefined && html` class="plain"`}>${button}</button>
    <p class="alert" role="alert" hidden></p>
  </div> `;
}

function sentencesOf(locale: Locale, kind: PasskeyButton["kind"]): Readonly<Record<string, string>> {
  const { notMade, notUsed } = locale.passkeys;
  const sentences = Object.fromEntries(CODES.map((code) => [code, errorSentence(locale, { code })]));
  return { ...sentences, access_denied: kind === "add" || kind === "sign-up" ? notMade : notUsed };
}
