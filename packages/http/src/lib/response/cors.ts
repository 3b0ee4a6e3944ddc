import type { HandlerSettings } from "../request/options.ts";
import type { RequestHead } from "../origin/origin.ts";

/** The headers that let a page of another origin read an answer. `null`: the origin is not trusted. */
export type Cors = Readonly<Record<string, string>> | null;

/** The request headers that the routes read. */
const READ_HEADERS = "Authorization, Content-Type, Session-Carrier";
/** RFC 9110 §5.6.2. */
const TOKEN = /^[\w!#$%&'*+.^`|~-]{1,128}$/;
const MAX_REQUESTED = 64;

/** Only origins that the application lists get CORS, and never `*` (Fetch §3.2). */
export function corsHeaders({ headers }: RequestHead, { trustedOrigins }: HandlerSettings): Cors {
  const origin = headers.get("origin");
  if (origin === null || !trustedOrigins.has(origin)) return null;
  return {
    "access-control-allow-origin": origin,
    "access-control-allow-credentials": "true",
    "access-control-expose-headers": "Retry-After",
  };
}

/** The answer to a preflight (Fetch §3.2.2). Without CORS headers a browser stops there. */
export function preflightHeaders({ headers }: RequestHead, allow: string, cors: Cors): Record<string, string> {
  if (!cors) return {};
  return {
    ...cors,
    "access-control-allow-methods": allow,
    "access-control-allow-headers": [READ_HEADERS, ...requestedHeaders(headers)].join(", "),
    "access-control-max-age": "600",
    vary: "Origin, Access-Control-Request-Headers",
  };
}

/**
 * Other headers that a page wants to send, such as those of tracing. A trusted origin may send any, because the routes
 * ignore them. A list that is malformed, or longer than a browser's, is ignored.
 */
function requestedHeaders(headers: Headers): readonly string[] {
  const list = headers.get("access-control-request-headers");
  if (list === null || list === "") return [];
  const read = READ_HEADERS.toLowerCase().split(", ");
  const names = list.split(",", MAX_REQUESTED + 1).map((name) => name.replace(/^[ \t]+|[ \t]+$/g, ""));
  if (names.length > MAX_REQUESTED || !names.every((name) => TOKEN.test(name))) return [];
  return [...new Set(names)].filter((name) => !read.includes(name.toLowerCase()));
}
