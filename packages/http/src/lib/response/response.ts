import type { Cors } from "./cors.ts";
import type { PublicError } from "./public-error.ts";
import type { Reply } from "../request/route.ts";

/** What an answer depends on, apart from its route. */
export interface ResponseOptions {
  readonly cors: Cors;
  /** Whether the method is `HEAD`: then the answer has no body. */
  readonly isHead: boolean;
}

const COMMON: Record<string, string> = Object.freeze({
  "cache-control": "no-store",
  "content-type": "application/json; charset=utf-8",
  vary: "Origin",
  "x-content-type-options": "nosniff",
});

const utf8 = new TextEncoder();

/** The answer of a route. */
export function respond({ status = 200, body, setCookie }: Reply, options: ResponseOptions): Response {
  const { cors } = options;
  // Never a shared Headers object: a bridge may keep it, and what it adds would then be in every answer.
  const headers: Record<string, string> = cors ? { ...COMMON, ...cors } : COMMON;
  const all = setCookie === undefined ? headers : withCookies(headers, setCookie);
  return jsonResponse(body, { status, headers: all }, options);
}

/** Each cookie has a line of its own: `Set-Cookie` lines cannot be joined (RFC 6265 §3). */
function withCookies(fields: Record<string, string>, setCookie: string | readonly string[]): HeadersInit {
  const lines = typeof setCookie === "string" ? [setCookie] : setCookie;
  if (lines.length === 1) return { ...fields, "set-cookie": lines[0]! };
  const headers = new Headers(fields);
  for (const line of lines) headers.append("set-cookie", line);
  return headers;
}

/** The answer for an error. */
export function respondError(
  error: PublicError,
  options: ResponseOptions,
  more: Record<string, string> = {},
): Response {
  const { status, code, message, field, retryAfter } = error;
  const headers: Record<string, string> = { ...COMMON, ...options.cors, ...more };
  if (status === 401) headers["www-authenticate"] = "Bearer";
  if (status === 429 || status === 503) headers["retry-after"] = String(retryAfter);
  return jsonResponse({ error: message, code, field }, { status, headers }, options);
}

/** `HEAD` gets the headers of `GET`, with the length of the body that is left out (RFC 9110 §9.3.2). */
function jsonResponse(
  body: object,
  init: { readonly status: number; readonly headers: HeadersInit },
  { isHead }: ResponseOptions,
): Response {
  const text = JSON.stringify(body);
  if (!isHead) return new Response(text, init);
  const fields = new Headers(init.headers);
  fields.set("content-length", String(utf8.encode(text).length));
  return new Response(null, { status: init.status, headers: fields });
}

/** The answer to `OPTIONS`, which has no body. */
export function respondOptions(allow: string, granted: Record<string, string>): Response {
  const { "content-type": _, ...headers } = COMMON;
  return new Response(null, { status: 204, headers: { ...headers, ...granted, allow } });
}
