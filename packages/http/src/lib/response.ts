import type { Refusal } from "./refusal.ts";
import type { Reply } from "./route.ts";

const COMMON: Record<string, string> = Object.freeze({
  "cache-control": "no-store",
  "content-type": "application/json; charset=utf-8",
  vary: "Origin",
  "x-content-type-options": "nosniff",
});

/** Whatever happens, a request is answered in this shape. */
export function respond({ status = 200, body, setCookie }: Reply, cors: Record<string, string> | null): Response {
  // Never a shared Headers: a bridge may keep the one that it is given, and what is added to it would be in every answer.
  const headers: Record<string, string> = cors || setCookie !== undefined ? { ...COMMON, ...cors } : COMMON;
  if (setCookie !== undefined) headers["set-cookie"] = setCookie;
  return new Response(JSON.stringify(body), { status, headers });
}

/** An error as a client may see it. */
export function respondError({ status, code, message, field, retryAfter }: Refusal, cors: Record<string, string> | null, more: Record<string, string> = {}): Response {
  const headers: Record<string, string> = { ...COMMON, ...cors, ...more };
  if (status === 401) headers["www-authenticate"] = "Bearer";
  if (status === 429 || status === 503) headers["retry-after"] = String(retryAfter);
  return new Response(JSON.stringify({ error: message, code, field }), { status, headers });
}

/** The answer to a preflight (Fetch §3.2.2). Without CORS headers a browser goes no further. */
export function respondPreflight(allow: string, cors: Record<string, string> | null): Response {
  const { "content-type": _, ...headers } = COMMON;
  const granted = cors && {
    ...cors,
    "access-control-allow-methods": allow,
    "access-control-allow-headers": "Authorization, Content-Type, Session-Carrier",
    "access-control-max-age": "600",
  };
  return new Response(null, { status: 204, headers: { ...headers, ...granted, allow } });
}
