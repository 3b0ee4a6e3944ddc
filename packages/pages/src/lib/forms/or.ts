import type { Locale } from "@latchkey/locales";
import { html, type Html } from "../html/html.ts";

/**
 * The line that says "or", above another way.
 *
 * @param needsScript whether only scripts show what is below it, and the line with it
 */
export function drawOr({ forms }: Locale, needsScript: boolean): Html {
  return needsScript ? html`<p class="or" hidden data-scripted>${forms.or}</p>` : html`<p class="or">${forms.or}</p>`;
}
