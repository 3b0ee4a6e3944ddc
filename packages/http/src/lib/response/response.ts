import type { Cors } from "./cors.ts";
import type { PublicError } from "../http-error.ts";
import type { HtmlReply, PublicReply, RedirectReply, Reply, Route } from "../request/route.ts";

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

/**
 * Headers of a page. With `no-referrer`, browsers would send `Origin: null` with its forms (Fetch §4.1, "append a
 * request Origin header").
 */
const PAGE = { "content-type": "text/html; charset=utf-8", "referrer-policy": "same-origin" };

const utf8 = new TextEncoder();

/** The answer of a route. */
export function respond(reply: Reply, options: ResponseOptions): Response {
  const { cors } = options;
  if ("maxAge" in reply) return respondPublic(reply, options);
  // Never a shared Headers object: a bridge may keep it, and what it adds would then be in every answer.
  const headers: Record<string, string> = cors ? { ...COMMON, ...cors } : COMMON;
  if (!("body" in reply)) return respondPage(reply, headers, options);
  const { status = 200, body, setCookie } = reply;
  const all = setCookie === undefined ? headers : withCookies(headers, setCookie);
  return textResponse(JSON.stringify(body), { status, headers: all }, options);
}

/** The same answer for everybody: it varies by no header, and no cookie is ever in it. */
function respondPublic({ body, maxAge }: PublicReply, options: ResponseOptions): Response {
  if (!Number.isInteger(maxAge) || maxAge < 0) throw new TypeError("maxAge must be a whole number of seconds");
  const { vary: _, ...common } = COMMON;
  const headers = { ...common, "cache-control": `public, max-age=${maxAge}`, "access-control-allow-origin": "*" };
  return textResponse(JSON.stringify(body), { status: 200, headers }, options);
}

/** A document for browsers, or the way to one. */
function respondPage(
  reply: HtmlReply | RedirectReply,
  common: Record<string, string>,
  options: ResponseOptions,
): Response {
  const isHtml = "html" in reply;
  const headers = isHtml
    ? { ...common, ...PAGE, "content-security-policy": reply.contentSecurityPolicy }
    : { ...withoutType(common), location: reply.redirectTo };
  const status = isHtml ? (reply.status ?? 200) : 303;
  const init = { status, headers: withCookies(headers, reply.setCookie ?? []) };
  return isHtml ? textResponse(reply.html, init, options) : new Response(null, init);
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
  const { status, code, message, field, methods } = error;
  const headers: Record<string, string> = { ...COMMON, ...options.cors, ...more };
  if (status === 401) headers["www-authenticate"] = "Bearer";
  addRetryAfter(headers, error);
  return textResponse(JSON.stringify({ error: message, code, field, methods }), { status, headers }, options);
}

/** The answer for an error of a route: what its `errorPage` says, or JSON. */
export function respondRefusal(
  { error, route, request }: { error: PublicError; route: Route | undefined; request: Request },
  options: ResponseOptions,
  onError: (error: unknown) => void,
): Response {
  if (!route?.errorPage) return respondError(error, options);
  try {
    const reply = route.errorPage(error, request);
    const headers: Record<string, string> = { ...COMMON, ...options.cors };
    addRetryAfter(headers, error);
    return respondPage("html" in reply ? { ...reply, status: error.status } : reply, headers, options);
  } catch (thrown) {
    onError(thrown);
    return respondError(error, options);
  }
}

function addRetryAfter(headers: Record<string, string>, { status, retryAfter }: PublicError): void {
  if (status === 429 || status === 503) headers["retry-after"] = String(retryAfter);
}

/** `HEAD` gets the headers of `GET`, with the length of the body that is left out (RFC 9110 §9.3.2). */
function textResponse(
  text: string,
  init: { readonly status: number; readonly headers: HeadersInit },
  { isHead }: ResponseOptions,
): Response {
  if (!isHead) return new Response(text, init);
  const fields = new Headers(init.headers);
  fields.set("content-length", String(utf8.encode(text).length));
  return new Response(null, { status: init.status, headers: fields });
}

/** Headers of an answer without a body. */
function withoutType(headers: Record<string, string>): Record<string, string> {
  const { "content-type": _, ...rest } = headers;
  return rest;
}

/** The answer to `OPTIONS`, which has no body. */
export function respondOptions(allow: string, granted: Record<string, string>): Response {
  return new Response(null, { status: 204, headers: { ...withoutType(COMMON), ...granted, allow } });
}
