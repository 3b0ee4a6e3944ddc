import type { TrustedOrigins } from "./trusted-origins.ts";

/** Where a request comes from, as far as a browser says. */
export type Origin =
  /** This origin, or the user's own doing (a bookmark, the address bar). */
  | "same-origin"
  | "trusted"
  /** A link on another site that opens a page here, which is what SameSite=Lax is for, or a frame of a trusted page. */
  | "navigation"
  | "cross-site"
  /** No browser, or one too old to say. */
  | "unknown";

/** What a request's origin and carriers are read from. A `Request` serves, but works at each look. */
export type RequestHead = Pick<Request, "method" | "url" | "headers">;

/**
 * Fetch Metadata where the browser sends it (W3C Fetch Metadata §2.4: a script cannot forge `Sec-Fetch-Site`), else
 * `Origin` (RFC 6454 §7), compared whole.
 */
export function classifyOrigin(request: RequestHead, trusted: TrustedOrigins): Origin {
  const { headers } = request;
  const site = headers.get("sec-fetch-site");
  if (site === "same-origin" || site === "none") return "same-origin";

  const origin = headers.get("origin");
  if (origin !== null) {
    if (trusted.has(origin)) return "trusted";
    return site === null && origin === originOf(request.url) ? "same-origin" : "cross-site";
  }
  if (site === null) return "unknown";
  return isNavigation(request) || isFrameOf(request, trusted) ? "navigation" : "cross-site";
}

/** Whether the session cookie of a request from there may be looked at. */
export function mayUseCookie(origin: Origin, method: string): boolean {
  if (origin === "same-origin" || origin === "trusted") return true;
  // Without either header nothing tells a visitor from a forged form, so what changes state needs more.
  return isSafe(method) && (origin === "navigation" || origin === "unknown");
}

/** Methods that change nothing (RFC 9110 §9.2.1). */
export function isSafe(method: string): boolean {
  return method === "GET" || method === "HEAD" || method === "OPTIONS";
}

function originOf(url: string): string | null {
  return URL.parse(url)?.origin ?? null;
}

function isNavigation({ method, headers }: RequestHead): boolean {
  return isSafe(method) && headers.get("sec-fetch-mode") === "navigate" && headers.get("sec-fetch-dest") === "document";
}

/**
 * A page here that a trusted page shows in an `<iframe>`. No header names the parent, but `Referer` names the page that
 * opens the frame. A page can leave it out (Referrer Policy §3), which makes the frame nobody's, and cannot forge it.
 */
function isFrameOf({ method, headers }: RequestHead, trusted: TrustedOrigins): boolean {
  if (!isSafe(method) || headers.get("sec-fetch-mode") !== "navigate" || headers.get("sec-fetch-dest") !== "iframe")
    return false;
  const parent = originOf(headers.get("referer") ?? "");
  return parent !== null && trusted.has(parent);
}
