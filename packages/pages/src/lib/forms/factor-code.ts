import { AuthError } from "@latchkey/core";
import type { PublicError } from "@latchkey/http";
import type { Locale } from "@latchkey/locales";
import { Html, html } from "../html/html.ts";
import type { Form } from "../request/form.ts";
import type { FactorCode, FactorSetup, PageSecondFactor } from "../second-factor.ts";
import type { Field } from "./field.ts";

/** Where the error of a wrong code belongs. */
export const WRONG_CODE_PLACE = { invalid_code: "code" } as const;

/** A wrong code, as a form shows it. @throws whatever else was thrown */
export function wrongCode(thrown: unknown): PublicError {
  if (!(thrown instanceof AuthError) || thrown.code !== "invalid_code") throw thrown;
  const { code, message } = thrown;
  return { status: 400, code, message, field: "code", retryAfter: 0 };
}

/** The code of an app. */
export function codeField({ secondFactor }: Locale, label: string = secondFactor.code): Field {
  return { label, autocomplete: "one-time-code", inputMode: "numeric", hint: secondFactor.codeHint, maxLength: 64 };
}

/** A recovery code, for who has lost the app. */
export function recoveryField({ secondFactor }: Locale): Field {
  return { label: secondFactor.recoveryCode, autocomplete: "off", hint: secondFactor.recoveryText, maxLength: 64 };
}

/** What was typed: a recovery code in its own field, or in that of the code, which is six digits. */
export function readCode(form: Form): FactorCode | null {
  const [code, recoveryCode] = [form.text("code").trim(), form.text("recoveryCode").trim()];
  if (recoveryCode !== "") return { recoveryCode };
  if (code === "") return null;
  return code.replace(/\P{Nd}/gu, "").length === 6 && !/\p{L}/u.test(code) ? { code } : { recoveryCode: code };
}

/** The longest link that is drawn again: what an app opens is far shorter. */
const MAX_URI = 1000;

/** What a form carries of a set-up, to show it again after a wrong code. */
export function carriedSetup({ ticket, secret, uri }: FactorSetup) {
  return { ticket, secret, uri };
}

/** A set-up as a form has carried it. The picture is drawn anew: no markup comes out of a form. */
export function readSetup(form: Form, { qrOf }: Pick<PageSecondFactor, "qrOf">): FactorSetup {
  const [ticket, secret, sent] = [form.text("ticket"), form.text("secret"), form.text("uri")];
  const uri = sent.startsWith("otpauth://") && sent.length <= MAX_URI ? sent : "";
  return { ticket, secret, uri, qr: uri === "" ? "" : qrOf(uri) };
}

/**
 * A secret, for the app: to be scanned, typed, or opened on this device.
 *
 * @param isNews whether it is what has changed on the page, so that the focus comes here
 */
export function drawSetup({ secondFactor }: Locale, { secret, uri, qr }: FactorSetup, isNews = false): Html {
  return html`<p${isNews && html` tabindex="-1" autofocus`}>${secondFactor.scan}</p>
    ${qr !== "" && html`<div class="qr" role="img" aria-label="${secondFactor.qr}">${new Html(qr)}</div>`}
    <p>${secondFactor.key}: <code class="key">${secret.replace(/.{4}(?=.)/g, "$& ")}</code></p>
    <p class="links"><a href="${uri}">${secondFactor.openApp}</a></p>`;
}

/** Recovery codes, this once. */
export function drawCodes({ secondFactor }: Locale, codes: readonly string[], to: string): Html {
  const text = encodeURIComponent(`${codes.join("\n")}\n`);
  return html`<p class="note" role="status" tabindex="-1" autofocus>${secondFactor.codesText}</p>
    <ul class="codes" aria-label="${secondFactor.codesTitle}" dir="ltr">
      ${codes.map((code) => html`<li><code>${code}</code></li>`)}
    </ul>
    <div class="row">
      <a class="button" download="recovery-codes.txt" href="data:text/plain;charset=utf-8,${text}"
        >${secondFactor.codesDownload}</a
      >
      <a class="button" href="${to}">${secondFactor.codesKept}</a>
    </div>`;
}
