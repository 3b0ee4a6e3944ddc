import { html, type Html } from "../html/html.ts";

/** Something that is folded until somebody opens it. */
export interface Folded {
  /** What stands there in any case. */
  readonly summary: Html | string;
  /** For a screen reader that reads the summary alone: which device it is about, say. It has the words of `summary`. */
  readonly label?: string | undefined;
  /** Whether it is open at first. */
  readonly isOpen: boolean;
}

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
export function folded({ summary, label, isOpen }: Folded, body: Html): Html {
  return html`<details${isOpen && html` open`}>
<summary${label !== undefined && html` aria-label="${label}"`}>${summary}</summary>
<div>${body}</div>
</details>`;
}
