import type { Cors } from "./cors.ts";
import type { Refusal } from "./refusal.ts";
import type { Reply } from "../request/route.ts";

/** How the client has asked. */
export interface Asked {
  readonly cors: Cors;
  /** By `HEAD`: it wants no body. */
  readonly isHead: boolean;
}

const COMMON: Record<string, string> = Object.freeze({
  "cache-control": "no-store",
  "content-type": "application/json; charset=utf-8",
  vary: "Origin",
  "x-content-type-options": "nosniff",
});

const utf8 = new TextEncoder();

/** Whatever happens, a request is answered in this shape. */
export function respond({ status = 200, body, setCookie }: Reply, { cors, isHead }: Asked): Response {
  // Never a shared Headers: a bridge may keep the one that it is given, and what is added to it would be in every answer.
  const headers: Record<string, string> = cors ? { ...COMMON, ...cors } : COMMON;
  return jsonResponse(body, status, setCookie === undefined ? headers : withCookies(headers, setCookie), isHead);
}

/** Each cookie in a line of its own: `Set-Cookie` lines cannot be joined (RFC 6265 §3). */
function withCookies(fields: Record<string, string>, setCookie: string | readonly string[]): HeadersInit {
  const lines = typeof setCookie === "string" ? [setCookie] : setCookie;
  if (lines.length === 1) return { ...fields, "set-cookie": lines[0]! };
  const headers = new Headers(fields);
  for (const line of lines) headers.append("set-cookie", line);
  return headers;
}

/** An error as a client may see it. */
export function respondError(refusal: Refusal, { cors, isHead }: Asked, more: Record<string, string> = {}): Response {
  const { status, code, message, field, retryAfter } = refusal;
  const headers: Record<string, string> = { ...COMMON, ...cors, ...more };
  if (status === 401) headers["www-authenticate"] = "Bearer";
  if (status === 429 || status === 503) headers["retry-after"] = String(retryAfter);
  return jsonResponse({ error: message, code, field }, status, headers, isHead);
}

/** `HEAD` gets the same header, with the length of the body that is left out (RFC 9110 §9.3.2). */
function jsonResponse(body: object, status: number, headers: HeadersInit, isHead: boolean): Response {
  const text = JSON.stringify(body);
  if (!isHead) return new Response(text, { status, headers });
  const fields = new Headers(headers);
  fields.set("content-length", String(utf8.encode(text).length));
  return new Response(null, { status, headers: fields });
}

/** The answer to `OPTIONS`, which has no body. */
export function respondOptions(allow: string, granted: Record<string, string>): Response {
  const { "content-type": _, ...headers } = COMMON;
  return new Response(null, { status: 204, headers: { ...headers, ...granted, allow } });
}
