import { drawOr } from "../forms/or.ts";
import { html, type Html } from "../html/html.ts";
import type { Script } from "../html/script.ts";
import type { Visit } from "../request/visit.ts";
import type { Part } from "./part.ts";

/** The ways in beside the form, below a line that says "or". Who sees none of them sees no such line. */
export function waysIn(visit: Visit, parts: readonly Part[], page: "sign-in" | "sign-up"): Html {
  const ways = parts.flatMap(({ wayIn, wayInNeedsScript = false }) => {
    const drawn = wayIn?.(visit, page);
    return drawn && drawn.markup.trim() !== "" ? [{ drawn, wayInNeedsScript }] : [];
  });
  if (ways.length === 0) return html``;
  const isHidden = ways.every(({ wayInNeedsScript }) => wayInNeedsScript);
  return html`${drawOr(visit.locale, isHidden)}
    <div class="ways">${ways.map(({ drawn }) => drawn)}</div> `;
}

/** The scripts of the ways in. */
export function scriptsOf(parts: readonly Part[]): readonly Script[] {
  return parts.flatMap(({ scripts = [] }) => scripts);
}
