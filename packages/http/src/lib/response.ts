import { AuthError } from "@latchkey/core";
import { HttpError, STATUS, type HttpErrorCode } from "./http-error.ts";
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

/** An error as a client may see it; what nobody expected is `internal` and says nothing of its cause. */
export function respondError(error: unknown, cors: Record<string, string> | null, more: Record<string, string> = {}): Response {
  const isKnown = error instanceof AuthError || error instanceof HttpError;
  const code: HttpErrorCode = isKnown ? error.code : "internal";
  const status = STATUS[code];
  const body: Record<string, string> = { error: isKnown ? error.message : "Something went wrong", code };
  if (isKnown && error.field !== undefined) body.field = error.field;

  const headers: Record<string, string> = { ...COMMON, ...cors, ...more };
  if (status === 401) headers["www-authenticate"] = "Bearer";
  if (status === 429 || status === 503) headers["retry-after"] = String((error as AuthError).retryAfter ?? 1);
  return new Response(JSON.stringify(body), { status, headers });
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
