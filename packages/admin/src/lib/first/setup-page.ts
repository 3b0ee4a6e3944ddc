import type { Auth, Client, SignedIn } from "@latchkey/core";
import { fill } from "@latchkey/locales";
import { findAdminSentences } from "@latchkey/locales/admin";
import { html, type Page } from "@latchkey/pages";
import { drawForm, drawFormElement } from "@latchkey/pages/blocks";

interface Setup {
  create(
    input: { readonly token: string; readonly email: string; readonly password: string },
    client: Client,
  ): Promise<SignedIn>;
}

/** The page behind the link of `firstAdministrator`. */
export function setupPage(administrators: Auth, first: Setup): Page {
  const { minLength } = administrators.passwordPolicy;
  return {
    path: "/setup",
    async open(visit) {
      const { locale, link } = visit;
      const say = findAdminSentences(locale.code);
      const token = visit.query("token");
      return {
        draw(attempt) {
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
            sentences: { invalid_token: say.setupOver },
          });
          const hidden = { token: attempt?.form.text("token") ?? token };
          return {
            title: say.setupTitle,
            body: html`${alert}
              <p>${say.setupText}</p>
              ${drawFormElement({ action: link("/setup"), hidden, button: say.setupButton }, Object.values(fields))}
              <p class="links"><a href="${link("/sign-in")}">${locale.forms.signInButton}</a></p>`,
          };
        },
      };
    },
    async submit({ context, link }, form) {
      const [email, password] = [form.required("email"), form.required("password")];
      const signedIn = await first.create({ token: form.text("token"), email, password }, context.client);
      return { redirectTo: link("/users"), setCookie: context.sessionCookie(signedIn) };
    },
  };
}
