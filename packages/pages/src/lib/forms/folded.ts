import { html, type Html } from "../html/html.ts";

/**
 * Something that is shown when somebody opens it.
 * @example
 * ```ts
 * import { html } from "@latchkey/pages";
 * import { folded } from "@latchkey/pages/blocks";
 *
 * folded({ summary: "More", isOpen: false }, html`<p>Details</p>`);
 * ```
 */
export function folded(
  { summary, isOpen }: { readonly summary: Html | string; readonly isOpen: boolean },
  body: Html,
): Html {
  return html`<details${isOpen && html` open`}>
<summary>${summary}</summary>
<div>${body}</div>
</details>`;
}
