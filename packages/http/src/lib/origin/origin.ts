import type { TrustedOrigins } from "./trusted-origins.ts";

/** Where a request comes from, as far as the browser says. */
export type Origin =
  /** A page of this origin, or the user: a bookmark, the address bar. */
  | "same-origin"
  /** A page of a trusted origin. */
  | "trusted"
  /**
   * A link on another site that opens a page here (the case that SameSite=Lax allows), or a frame of a trusted page.
   */
  | "navigation"
  /** Anything else on another site. */
  | "cross-site"
  /** Not a browser, or one that is too old to say. */
  | "unknown";

/** What the origin and the carriers are read from. `Request` fits, but computes each property again at each read. */
export type RequestHead = Pick<Request, "method" | "url" | "headers">;

/**
 * Reads Fetch Metadata where the browser sends it (W3C Fetch Metadata §2.4: a script cannot forge `Sec-Fetch-Site`).
 * Otherwise it compares `Origin` as a whole (RFC 6454 §7).
 */
export function classifyOrigin(head: RequestHead, trusted: TrustedOrigins): Origin {
  const { headers } = head;
  const site = headers.get("sec-fetch-site");
  if (site === "same-origin" || site === "none") return "same-origin";

  const origin = headers.get("origin");
  if (origin !== null) {
    if (trusted.has(origin)) return "trusted";
    return site === null && origin === originOf(head.url) ? "same-origin" : "cross-site";
  }
  if (site === null) return "unknown";
  return isNavigation(head) || isFrameOf(head, trusted) ? "navigation" : "cross-site";
}

/** Whether the session cookie of a request with this origin counts. */
export function mayUseCookie(origin: Origin, method: string): boolean {
  if (origin === "same-origin" || origin === "trusted") return true;
  // An unknown origin may be a forged form. So it may only read.
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
 * Whether a trusted page shows a page from here in an `<iframe>`. No header names the parent, but `Referer` names the
 * page that opens the frame. That page cannot forge `Referer`. It can leave it out (Referrer Policy §3): then the
 * cookie does not count.
 */
function isFrameOf({ method, headers }: RequestHead, trusted: TrustedOrigins): boolean {
  if (!isSafe(method) || headers.get("sec-fetch-mode") !== "navigate" || headers.get("sec-fetch-dest") !== "iframe")
    return false;
  const parent = originOf(headers.get("referer") ?? "");
  return parent !== null && trusted.has(parent);
}
