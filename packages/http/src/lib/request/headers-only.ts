import type { RequestHead } from "../origin/origin.ts";

/** The headers of a request, for frameworks that give no `Request`: `{ headers: await headers() }` in Next.js. */
export interface HeadersOnly {
  /** A `Headers` object, or one with the same `get` and `has`. */
  readonly headers: Pick<Headers, "get" | "has">;
  /**
   * Default: `"POST"` with an `Origin` or a `Content-Type` header, else `"GET"`. Browsers send `Origin` with every
   * request that may change state. Other programs may not, but a request that has a body names its type.
   */
  readonly method?: string | undefined;
  /**
   * The whole URL. Without it, `Origin` is not compared with it: `Sec-Fetch-Site` or `trustedOrigins` must allow the
   * cookie.
   */
  readonly url?: string | undefined;
}

/** @throws TypeError The value is neither a request nor has headers. */
export function readHead(given: Request | HeadersOnly): RequestHead {
  const { headers, method, url = "" } = given ?? {};
  if (typeof headers?.get !== "function" || typeof headers.has !== "function") {
    throw new TypeError(
      "authenticate takes a Request, or { headers } with a Headers object: in Next.js { headers: await headers() }",
    );
  }
  return {
    headers: headers as Headers,
    method: method?.toUpperCase() ?? (headers.has("origin") || headers.has("content-type") ? "POST" : "GET"),
    url,
  };
}

/** A request for strategies. Without a URL, its host is `headers.invalid`, which exists nowhere (RFC 2606 §2). */
export function toRequest(given: Request | HeadersOnly, { headers, method, url }: RequestHead): Request {
  return given instanceof Request
    ? given
    : new Request(url === "" ? "http://headers.invalid/" : url, { method, headers });
}
