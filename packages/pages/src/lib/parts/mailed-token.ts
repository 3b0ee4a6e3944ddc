import { AuthError } from "@latchkey/core";
import type { Locale } from "@latchkey/locales";
import { alertOf } from "../forms/form-fields.ts";
import { html, type Html } from "../html/html.ts";
import type { Form } from "../request/form.ts";

/** The token of a mail, which the page put from the address into its form. @throws AuthError `invalid_token` */
export function mailedToken(form: Form): string {
  const token = form.text("token");
  if (token === "") throw new AuthError("invalid_token", "The link has no token");
  return token;
}

/** What stands there in the place of a form whose link is used, old or broken. */
export function deadLink({ errors, forms }: Locale, newLink: string): Html {
  return html`${alertOf(errors.invalid_token)}
    <p class="links"><a href="${newLink}">${forms.toNewLink}</a></p>`;
}
