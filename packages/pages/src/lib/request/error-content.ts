import type { PublicError } from "@latchkey/http";
import { errorSentence } from "@latchkey/locales";
import type { Setting } from "./setting.ts";
import type { Content } from "../html/document.ts";
import { html } from "../html/html.ts";

/**
 * A page that has nothing but an error on it, for a request that reached no form: storage is away, or the form of
 * another site.
 */
export function errorContent(
  { locale, link }: Setting,
  error: PublicError,
  { request, path }: { readonly request: Request; readonly path: string },
): Content {
  const { forms } = locale;
  const search = request.method === "POST" ? "" : new URL(request.url).search;
  return {
    title: errorSentence(locale, error),
    body: html`<p class="links"><a href="${link(path) + search}">${forms.tryAgain}</a></p>`,
  };
}
