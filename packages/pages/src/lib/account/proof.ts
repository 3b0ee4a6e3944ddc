import { fill, type Locale } from "@latchkey/locales";
import { codeField } from "../forms/factor-code.ts";
import { drawOr } from "../forms/or.ts";
import { drawField, type Field } from "../forms/field.ts";
import { drawPasskeyButton } from "../forms/passkey-button.ts";
import { drawFormElement } from "../forms/form-element.ts";
import { html, type Html, type HtmlValue } from "../html/html.ts";
import type { Form } from "../request/form.ts";
import { actionOf } from "./action.ts";
import type { AccountVisit } from "./section.ts";

/** The action that leads to a provider, to prove there that it is still the user. */
export const PROVE = "prove-identity";

/** The action that takes a code, to prove by it that it is still the user. */
export const PROVE_CODE = "prove-code";

/** The action that mails a code, to prove by it that it is still the user. */
export const PROVE_MAIL = "prove-mail";

/** Where the error of a wrong password belongs. */
export const WRONG_PASSWORD_PLACE = { invalid_credentials: "currentPassword" } as const;

/** What a wrong password is called where somebody is signed in. */
export function wrongPassword({ account }: Locale) {
  return { invalid_credentials: account.currentPasswordWrong };
}

/** How a form for what hurts finds out that it is still the user, on a device that may have been left signed in. */
export interface Proof {
  /** The password that one has now. `null`: the session was proved a moment ago, or there is no password. */
  readonly field: Field | null;
  /** What stands in place of the form until one has proved it in another way. `null`: the form may stand. */
  readonly instead: Html | null;
}

interface ProofOptions {
  /** Tells the form from the others on its page. */
  readonly id: string;
  /** What stands above the password. Default: "Current password". */
  readonly label?: string;
  /** By what it must be proved, where the server said so. Default: by anything. */
  readonly methods?: readonly string[] | undefined;
}

export function proofOf(visit: AccountVisit, { id, label, methods }: ProofOptions): Proof {
  if (methods && !methods.includes("password")) return { field: null, instead: drawOthers(visit, { id, methods }) };
  if (visit.isProved) return { field: null, instead: null };
  if (!visit.hasPassword) return { field: null, instead: drawOthers(visit, { id }) };
  return { field: passwordField(label ?? visit.locale.account.currentPassword), instead: null };
}

export function passwordField(label: string): Field {
  return { label, type: "password", autocomplete: "current-password" };
}

/** The password as far as it was asked for, as an input of a companion. */
export function readProof(form: Form): { readonly currentPassword?: string } {
  const currentPassword = form.text("currentPassword");
  return currentPassword === "" ? {} : { currentPassword };
}

/**
 * The field, and the name that the password belongs to, for password managers. That has no `name` here, so it is not
 * sent.
 */
export function drawPassword({ visitor }: AccountVisit, field: Html): HtmlValue {
  if (field.markup === "") return null;
  const login = html`<input type="text" autocomplete="username" value="${visitor.user.email}" readonly hidden />`;
  return [login, field];
}

/** What may take the place of the password, for below the button of its form. */
export function drawOtherProofs(visit: AccountVisit, field: Html): HtmlValue {
  if (field.markup === "") return null;
  const mail = drawMailProof(visit);
  return mail === null ? drawPasskeyInstead(visit) : [drawOr(visit.locale, false), drawPasskeyProof(visit), mail];
}

/** A passkey may take the place of a code, too. For below the button of its form. */
export function drawPasskeyInstead(visit: AccountVisit): HtmlValue {
  const passkey = drawPasskeyProof(visit);
  return passkey && [drawOr(visit.locale, true), passkey];
}

/** A button that mails a code. It may stand in a form: it sends the one of `drawMailRequest`. */
function drawMailProof({ locale, mailsCodes, visitor }: AccountVisit): HtmlValue {
  if (!mailsCodes) return null;
  const text = fill(locale.account.proofMailSend, { email: visitor.user.email });
  return html`<button class="plain" form="${PROVE_MAIL}">${text}</button>`;
}

/** A button for who has a passkey. In a form it takes the place of the password. */
function drawPasskeyProof(visit: AccountVisit): HtmlValue {
  const { locale, link, passkeys } = visit;
  if (passkeys.length === 0) return null;
  const to = link("/account", { done: "proof-done" });
  return drawPasskeyButton(visit, { kind: "prove", button: locale.passkeys.proof, to });
}

/** A form for who has an app for codes. */
function drawCodeProof(visit: AccountVisit, place: string): HtmlValue {
  const { locale, factor } = visit;
  if (!factor?.enabled) return null;
  const field = drawField(codeField(locale, locale.secondFactor.proof), {
    id: `${place}-proof-code`,
    name: "code",
    value: "",
    error: null,
  });
  return drawFormElement({ ...actionOf(visit, PROVE_CODE), button: locale.account.proofButton }, field);
}

/** What one can prove it with but the password: passkeys, codes and providers. Signing in anew is one, too. */
function drawOthers(visit: AccountVisit, { id: place, methods }: Pick<ProofOptions, "id" | "methods">): Html {
  const takes = (method: string) => methods?.includes(method) !== false;
  const { locale, link, identities, providers } = visit;
  const { account, forms } = locale;
  const connected = providers.filter(
    ({ id }) => takes(`oauth:${id}`) && identities.some(({ provider }) => provider === id),
  );
  const { action, hidden } = actionOf(visit, PROVE);
  const ways = connected.map(({ id, name }) =>
    drawFormElement({
      action,
      hidden: { ...hidden, provider: id },
      button: fill(account.proofWith, { provider: name }),
      look: "plain",
    }),
  );
  return html`<p>${account.proofText}</p>
    ${takes("passkey") && drawPasskeyProof(visit)}${takes("totp") && drawCodeProof(visit, place)}
    ${takes("mail") && drawMailProof(visit)}
    ${
      ways.length > 0
        ? html`<div class="row">${ways}</div>`
        : html`<p class="links"><a href="${link("/sign-out")}">${forms.signOutButton}</a></p>`
    }`;
}
