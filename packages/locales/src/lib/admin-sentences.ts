import { admin as de } from "./de/admin.ts";
import { admin as en } from "./en/admin.ts";
import { admin as es } from "./es/admin.ts";
import { admin as fr } from "./fr/admin.ts";
import { admin as ja } from "./ja/admin.ts";
import { admin as pt } from "./pt/admin.ts";
import type { AdminSentences } from "./sentences.ts";

const languages: Readonly<Record<string, AdminSentences>> = { en, de, fr, es, pt, ja };

/**
 * The sentences of the admin panel, for a language of `locales`. They are not part of a `Locale`, because few
 * applications need them.
 *
 * @param code the language tag: `"de"`. English stands in for a language that has none.
 * @example
 * ```ts
 * import { findAdminSentences } from "@latchkey/locales/admin";
 *
 * const { users } = findAdminSentences("de"); // "Nutzer"
 * ```
 */
export function findAdminSentences(code: string): AdminSentences {
  return (Object.hasOwn(languages, code) ? languages[code] : undefined) ?? en;
}
