import { mails as de } from "@latchkey/locales/de";
import { mails as en } from "@latchkey/locales/en";
import { mails as es } from "@latchkey/locales/es";
import { mails as fr } from "@latchkey/locales/fr";
import { mails as ja } from "@latchkey/locales/ja";
import { mails as pt } from "@latchkey/locales/pt";
import type { User } from "@latchkey/core";
import type { MailLocale } from "./letters/voice.ts";

/** The languages that mails are written in, without the sentences of forms. */
const LANGUAGES: readonly MailLocale[] = Object.entries({ en, de, es, fr, ja, pt }).map(([code, mails]) => ({
  code,
  direction: "ltr",
  mails,
}));
const ENGLISH = LANGUAGES[0]!;

/** Which language a user gets. */
export type LocaleOption = MailLocale | ((user: User<unknown>) => MailLocale | null | undefined);

/**
 * The language for each user: what the function of the application says, else `metadata.locale` of the user if it
 * names a language that there is, else the language of the option, else English.
 * Somebody without an account gets the language of the option, else English.
 *
 * @throws TypeError for an option that is neither a language nor a function
 */
export function readLocale(option: LocaleOption | undefined): (user: User<unknown> | null) => MailLocale {
  if (option !== undefined && typeof option !== "function" && typeof option?.mails?.greeting !== "string")
    throw new TypeError("mailer: locale must be a language of @latchkey/locales, or a function that gives one");
  const own = typeof option === "object" ? [option] : [];
  const known = [...own, ...LANGUAGES];
  return (user) => {
    if (!user) return own[0] ?? ENGLISH;
    const chosen = typeof option === "function" ? option(user) : null;
    return chosen ?? named(localeOf(user), known) ?? own[0] ?? ENGLISH;
  };
}

function localeOf({ metadata }: User<unknown>): unknown {
  return (metadata as { readonly locale?: unknown } | null)?.locale;
}

/** The language that a tag names, such as `pt` for `pt-BR`. */
function named(tag: unknown, known: readonly MailLocale[]): MailLocale | undefined {
  const wanted = typeof tag === "string" ? tag.toLowerCase() : "";
  return known.find(({ code }) => wanted === code.toLowerCase() || wanted.startsWith(`${code.toLowerCase()}-`));
}
