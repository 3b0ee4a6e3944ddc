import type { RequestHead } from "../origin/origin.ts";

/** What there is of a request where a framework gives no `Request`: `{ headers: await headers() }` in Next.js. */
export interface HeadersOnly {
  readonly headers: Pick<Headers, "get" | "has">;
  /**
   * Default: by the headers. A browser sends `Origin` with every request that may change state, so one without
   * counts as `GET`, and one with it as `POST`.
   */
  readonly method?: string | undefined;
  /** The whole URL. Without it, `Origin` alone proves nothing: `Sec-Fetch-Site` or `trustedOrigins` has to. */
  readonly url?: string | undefined;
}

/** @throws TypeError for what is neither a request nor has headers */
export function readIncoming(given: Request | HeadersOnly): RequestHead {
  const { headers, method, url = "" } = given ?? {};
  if (typeof headers?.get !== "function" || typeof headers.has !== "function") {
    throw new TypeError(
      "authenticate takes a Request, or { headers } with a Headers object: in Next.js { headers: await headers() }",
    );
  }
  return {
    headers: headers as Headers,
    method: method?.toUpperCase() ?? (headers.has("origin") ? "POST" : "GET"),
    url,
  };
}

/** A request for strategies. Where no URL was given, its host is `headers.invalid`, which is nobody's (RFC 2606 §2). */
export function toRequest(given: Request | HeadersOnly, { headers, method, url }: RequestHead): Request {
  return given instanceof Request
    ? given
    : new Request(url === "" ? "http://headers.invalid/" : url, { method, headers });
}
