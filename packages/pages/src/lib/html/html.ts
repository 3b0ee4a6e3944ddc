/** Markup that is safe to send. Only `html` makes it, so text that somebody typed never is. */
export class Html {
  /** The markup. */
  readonly markup: string;

  constructor(markup: string) {
    this.markup = markup;
  }
}

/** What `html` takes: text is escaped, a list is joined, and what is not there leaves nothing. */
export type HtmlValue = Html | string | number | false | null | undefined | readonly HtmlValue[];

const SPECIAL = /[&<>"']/g;
const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/**
 * Makes markup from a template. Every value is text and is escaped (OWASP Cross Site Scripting Prevention Cheat Sheet,
 * rules 1 and 2), unless `html` made it. Values may stand between tags, and in attributes with quotes around them.
 *
 * @returns markup, for another template or for the `body` of a page
 * @example
 * ```ts
 * import { html } from "@latchkey/pages";
 *
 * html`<p title="${"a\"b"}">${"<b>"}</p>`.markup; // <p title="a&quot;b">&lt;b&gt;</p>
 * ```
 */
export function html(template: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  let markup = template[0]!;
  for (let at = 0; at < values.length; at++) markup += render(values[at]) + template[at + 1]!;
  return new Html(markup);
}

function render(value: HtmlValue): string {
  if (value instanceof Html) return value.markup;
  if (value === null || value === undefined || value === false) return "";
  if (Array.isArray(value)) return (value as readonly HtmlValue[]).map(render).join("");
  return String(value).replace(SPECIAL, (character) => ENTITIES[character]!);
}
