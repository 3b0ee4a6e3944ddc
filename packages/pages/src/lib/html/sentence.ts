import { html, type Html, type HtmlValue } from "./html.ts";

/**
 * Fills a sentence of a locale with markup or text: `fill` of `@latchkey/locales` for pages. A placeholder without a
 * value stays.
 * @example
 * ```ts
 * import { sentence, typed } from "@latchkey/pages/blocks";
 *
 * sentence("Signed in as {email}", { email: typed("ada@example.com") });
 * ```
 */
export function sentence(text: string, values: Readonly<Record<string, HtmlValue>>): Html {
  const parts = text.split(/\{(\w+)\}/);
  return html`${parts.map((part, at) => {
    if (at % 2 === 0) return part;
    return Object.hasOwn(values, part) ? values[part] : `{${part}}`;
  })}`;
}

/**
 * Text of a person among other text. Its direction changes nothing around it (HTML, "the bdi element").
 * @example
 * ```ts
 * import { typed } from "@latchkey/pages/blocks";
 *
 * typed("what somebody wrote");
 * ```
 */
export function typed(text: string): Html {
  return html`<bdi>${text}</bdi>`;
}
