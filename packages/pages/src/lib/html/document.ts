import type { HtmlReply } from "@latchkey/http";
import type { Locale } from "@latchkey/locales";
import { html, Html, type HtmlValue } from "./html.ts";
import { scriptPolicy, type Script } from "./script.ts";

/** What a page shows. */
export interface Content {
  /** The heading of the page, and its title. */
  readonly title: string;
  /** What is below the heading. */
  readonly body: Html;
  /** Whether the page has sections beside a form, and more width. Default `false`. */
  readonly isWide?: boolean | undefined;
  /** The URL that the page goes on to at once, by itself. Its `body` has a link, for who cannot be sent on. */
  readonly goesOnTo?: string | undefined;
  /** What the page can do beyond forms. Everything else works without it. Default: nothing. */
  readonly scripts?: readonly Script[] | undefined;
}

/** How every page of a site looks. */
export interface Look {
  /** The name of the service. */
  readonly name: string | undefined;
  /** `<style>` with all that a page needs. */
  readonly style: Html;
  /** `Content-Security-Policy`, which allows that style and nothing else. A page with scripts adds theirs. */
  readonly contentSecurityPolicy: string;
}

/** A whole document. */
export function documentOf({ name, style, contentSecurityPolicy }: Look, locale: Locale, content: Content): HtmlReply {
  const { title, body, isWide = false, goesOnTo, scripts = [] } = content;
  const page = html`<!doctype html>
<html lang="${locale.code}" dir="${locale.direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
${goesOnTo !== undefined && html`<meta http-equiv="refresh" content="0;url=${goesOnTo}" /> `}
<title>${title}${name !== undefined && ` · ${name}`}</title>
${style}
</head>
<body${isWide && html` class="wide"`}>
${name !== undefined && html`<header><p class="brand">${name}</p></header> `}<main>
<h1>${unbroken(title)}</h1>
${body}
</main>
${scripts.map(scriptElement)}</body>
</html>
`;
  return { html: page.markup, contentSecurityPolicy: contentSecurityPolicy + scriptPolicy(scripts) };
}

/** Every character counts for the hash of the policy, so this is no template that a formatter lays out. */
function scriptElement({ text }: Script): Html {
  return new Html(`<script>${text}</script>\n`);
}

/** No line ends at the hyphen of a word like "two-step". A word too long for a small screen may break. */
function unbroken(title: string): readonly HtmlValue[] {
  const parts = title.split(/(?<![^ ])([^ -]{1,12}-[^ -]{1,12})(?![^ ])/);
  return parts.map((part, at) => (at % 2 === 1 ? html`<span>${part}</span>` : part));
}
