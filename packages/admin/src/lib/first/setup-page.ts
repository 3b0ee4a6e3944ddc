import type { Auth, Client, SignedIn } from "@latchkey/core";
import { fill } from "@latchkey/locales";
import { findAdminSentences } from "@latchkey/locales/admin";
import { html, type Attempt, type Content, type Page, type Visit } from "@latchkey/pages";
import { alertOf, drawForm, drawFormElement } from "@latchkey/pages/blocks";

interface Setup {
  create(
    input: { readonly token: string; readonly email: string; readonly password: string },
    client: Client,
  ): Promise<SignedIn>;
  /** Whether the link still makes an administrator. */
  isValid(token: string): Promise<boolean>;
}

/** The page behind the link of `firstAdministrator`. Whoever has no valid link gets no form. */
export function setupPage(administrators: Auth, first: Setup): Page {
  return {
    path: "/setup",
    async open(visit) {
      const isValid = visit.isSubmitted || (await first.isValid(visit.query("token")));
      return {
        draw: (attempt) =>
          isValid && attempt?.error.code !== "invalid_token"
            ? drawSetup(visit, attempt, administrators)
            : drawOver(visit),
      };
    },
    async submit({ context, link }, form) {
      const [email, password] = [form.required("email"), form.required("password")];
      const signedIn = await first.create({ token: form.text("token"), email, password }, context.client);
      return { redirectTo: link("/users"), setCookie: context.sessionCookie(signedIn) };
    },
  };
}

function drawOver({ locale, link }: Visit): Content {
  const say = findAdminSentences(locale.code);
  return {
    title: say.setupTitle,
    body: html`${alertOf(say.setupOver)}
      <p class="links"><a href="${link("/sign-in")}">${locale.forms.signInButton}</a></p>`,
  };
}

function drawSetup({ locale, link, query }: Visit, attempt: Attempt | null, { passwordPolicy }: Auth): Content {
  const say = findAdminSentences(locale.code);
  const { minLength } = passwordPolicy;
  const { alert, fields } = drawForm(locale, {
    id: "setup",
    attempt,
    fields: {
      email: { label: locale.forms.email, type: "email", autocomplete: "username" },
      password: {
        label: locale.forms.password,
        type: "password",
        autocomplete: "new-password",
        hint: fill(locale.account.passwordHint, { minLength }),
        minLength,
      },
    },
  });
  const hidden = { token: attempt?.form.text("token") ?? query("token") };
  return {
    title: say.setupTitle,
    body: html`${alert}
      <p>${say.setupText}</p>
      ${drawFormElement({ action: link("/setup"), hidden, button: say.setupButton }, Object.values(fields))}`,
  };
}
