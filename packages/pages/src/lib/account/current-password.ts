import type { Locale } from "@latchkey/locales";
import type { Field } from "../forms/field.ts";
import { html, type Html } from "../html/html.ts";
import type { AccountVisit } from "./section.ts";

/** Where the error of a wrong password belongs. */
export const WRONG_PASSWORD_PLACE = { invalid_credentials: "currentPassword" } as const;

/** What a wrong password is called where somebody is signed in. */
export function wrongPassword({ account }: Locale) {
  return { invalid_credentials: account.currentPasswordWrong };
}

/** The password that one has now, for what a device that was left signed in must not do. */
export function currentPasswordField({ account }: Locale): Field {
  return { label: account.currentPassword, type: "password", autocomplete: "current-password" };
}

/** The name that the password belongs to, for password managers. It has no `name`, so it is not sent. */
export function loginField({ visitor }: AccountVisit): Html {
  return html`<input type="text" autocomplete="username" value="${visitor.user.email}" readonly hidden />`;
}
