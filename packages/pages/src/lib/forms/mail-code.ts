import type { Locale } from "@latchkey/locales";
import type { Field } from "./field.ts";

/** The code of a mail: six digits, and the spaces that people type between them. */
export function mailCodeField({ forms }: Locale, label: string): Field {
  return {
    label,
    autocomplete: "one-time-code",
    inputMode: "numeric",
    hint: forms.mailSignInCodeHint,
    maxLength: 20,
  };
}
