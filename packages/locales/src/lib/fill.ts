/**
 * Puts values into the placeholders of a sentence. What it returns is text and no HTML: escape it like any text. A
 * placeholder without a value stays, and a placeholder in a value is text.
 *
 * @example
 * ```ts
 * import { fill } from "@latchkey/locales";
 * import { forms } from "@latchkey/locales/en";
 *
 * fill(forms.passwordHint, { minLength: 8 }); // "At least 8 characters."
 * ```
 */
export function fill(sentence: string, values: Readonly<Record<string, string | number>>): string {
  return sentence.replace(/\{(\w+)\}/g, (placeholder, name: string) =>
    Object.hasOwn(values, name) ? String(values[name]) : placeholder,
  );
}
