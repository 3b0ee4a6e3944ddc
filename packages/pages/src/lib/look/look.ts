import { sha256 } from "@noble/hashes/sha2.js";
import type { Look } from "../html/document.ts";
import { Html } from "../html/html.ts";
import { stylesheet } from "./stylesheet.ts";
import { themeVariables, type Theme } from "./theme.ts";

const utf8 = new TextEncoder();

/** What is special about a look. */
export interface LookOptions {
  /** The name of the service. */
  readonly name?: string | undefined;
  /** Colour, corners and font. */
  readonly theme?: Theme | undefined;
  /** Rules after those of the style sheet. Default: none. */
  readonly css?: string | undefined;
}

/**
 * Makes the style and the policy of all pages, once (CSP Level 3 §2.3.1, "hash-source").
 *
 * @throws TypeError a value of the theme has another form
 * @example
 * ```ts
 * import { lookOf } from "@latchkey/pages/blocks";
 *
 * const look = lookOf({ name: "Shop", css: "table{inline-size:100%}" });
 * ```
 */
export function lookOf({ name, theme, css: more = "" }: LookOptions): Look {
  // First the theme: a later rule may depend on its variables.
  const css = themeVariables(theme) + stylesheet + more;
  const hash = btoa(String.fromCharCode(...sha256(utf8.encode(css))));
  const directives = [
    "default-src 'none'",
    `style-src 'sha256-${hash}'`,
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ];
  return { name, style: new Html(`<style>${css}</style>`), contentSecurityPolicy: directives.join("; ") };
}
