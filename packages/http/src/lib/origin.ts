/** Where a request comes from, as far as a browser says. */
export type Origin =
  /** This origin, or the user's own doing (a bookmark, the address bar). */
  | "own"
  | "trusted"
  /** A link on another site that opens a page here: what SameSite=Lax lets a cookie through for. */
  | "navigation"
  | "foreign"
  /** No browser, or one too old to say. */
  | "unknown";

/** What a request's origin and carriers are read from. A `Request` serves, but works at each look. */
export type Incoming = Pick<Request, "method" | "url" | "headers">;

/** @throws TypeError for anything but whole origins: `https://app.example.com`, with the port when it has one. */
export function readTrustedOrigins(origins: readonly string[] = []): ReadonlySet<string> {
  for (const origin of origins) {
    if (!URL.canParse(origin) || new URL(origin).origin !== origin || origin === "null") {
      throw new TypeError(`trustedOrigins takes whole origins like "https://app.example.com", and "${origin}" is none`);
    }
  }
  return new Set(origins);
}

/**
 * Fetch Metadata where the browser sends it (W3C Fetch Metadata §2.4: a script cannot forge `Sec-Fetch-Site`), else
 * `Origin` (RFC 6454 §7), compared whole.
 */
export function judgeOrigin(request: Incoming, trusted: ReadonlySet<string>): Origin {
  const { headers } = request;
  const site = headers.get("sec-fetch-site");
  if (site === "same-origin" || site === "none") return "own";

  const origin = headers.get("origin");
  if (origin !== null) {
    if (trusted.has(origin)) return "trusted";
    return site === null && origin === originOf(request.url) ? "own" : "foreign";
  }
  if (site === null) return "unknown";
  return isNavigation(request) ? "navigation" : "foreign";
}

/** Whether the session cookie of a request from there may be looked at. */
export function maySeeCookie(origin: Origin, method: string): boolean {
  if (origin === "own" || origin === "trusted") return true;
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

function isNavigation({ method, headers }: Incoming): boolean {
  return isSafe(method) && headers.get("sec-fetch-mode") === "navigate" && headers.get("sec-fetch-dest") === "document";
}
