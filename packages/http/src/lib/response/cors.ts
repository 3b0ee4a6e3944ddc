import type { HandlerSettings } from "../request/options.ts";
import type { RequestHead } from "../origin/origin.ts";

/** The headers of an answer that a page of another origin may read; `null` for every origin that is not listed. */
export type Cors = Readonly<Record<string, string>> | null;

/** What the routes read themselves. */
const OWN_HEADERS = "Authorization, Content-Type, Session-Carrier";
/** RFC 9110 §5.6.2. */
const TOKEN = /^[\w!#$%&'*+.^`|~-]{1,128}$/;
const MAX_REQUESTED = 64;

/** Only for origins that the application lists, and never `*` (Fetch §3.2). */
export function corsHeaders({ headers }: RequestHead, { trustedOrigins }: HandlerSettings): Cors {
  const origin = headers.get("origin");
  if (origin === null || !trustedOrigins.has(origin)) return null;
  return {
    "access-control-allow-origin": origin,
    "access-control-allow-credentials": "true",
    "access-control-expose-headers": "Retry-After",
  };
}

/** What a preflight is answered with (Fetch §3.2.2). Without CORS headers a browser goes no further. */
export function preflightHeaders({ headers }: RequestHead, allow: string, cors: Cors): Record<string, string> {
  if (!cors) return {};
  return {
    ...cors,
    "access-control-allow-methods": allow,
    "access-control-allow-headers": [OWN_HEADERS, ...requestedHeaders(headers)].join(", "),
    "access-control-max-age": "600",
    vary: "Origin, Access-Control-Request-Headers",
  };
}

/**
 * The headers that a page wants to send, such as those of tracing. A listed origin may send any: none of them has a
 * meaning here. A list that is none, or longer than a browser's, grants nothing more.
 */
function requestedHeaders(headers: Headers): readonly string[] {
  const list = headers.get("access-control-request-headers");
  if (list === null || list === "") return [];
  const own = OWN_HEADERS.toLowerCase().split(", ");
  const names = list.split(",", MAX_REQUESTED + 1).map((name) => name.replace(/^[ \t]+|[ \t]+$/g, ""));
  if (names.length > MAX_REQUESTED || !names.every((name) => TOKEN.test(name))) return [];
  return [...new Set(names)].filter((name) => !own.includes(name.toLowerCase()));
}
