import { html, type Html } from "../html/html.ts";
import type { Visit } from "../request/visit.ts";
import type { Part } from "./part.ts";

/** The ways in beside the form, below a line that says "or". */
export function waysIn(visit: Visit, parts: readonly Part[]): Html {
  const ways = parts.flatMap(({ wayIn }) => wayIn?.(visit) ?? []).filter(({ markup }) => markup.trim() !== "");
  if (ways.length === 0) return html``;
  return html`<p class="or">${visit.locale.forms.or}</p>
    <div class="ways">${ways}</div> `;
}
