import type { Session } from "@latchkey/core";

export interface CookieOptions {
  /** Default `"latchkey_session"`. */
  readonly name?: string | undefined;
  /** Default `true`. Without it the cookie also travels over plain http: for development only. */
  readonly secure?: boolean | undefined;
  /** Share the cookie with every host below this domain. Default: this host alone, sealed by the `__Host-` prefix. */
  readonly domain?: string | undefined;
  /** Default `"lax"`. `"none"` sends the cookie to trusted origins of other sites, and needs `secure`. */
  readonly sameSite?: "lax" | "strict" | "none" | undefined;
}

/** The session cookie of one handler (RFC 6265bis §4.1). */
export interface SessionCookie {
  readonly name: string;
  set(token: string, maxAge: number): string;
  /** The same attributes, so that browsers find the cookie to remove. */
  readonly cleared: string;
  /** Whether the request has a cookie of this name, readable or not. */
  isIn(header: string | null): boolean;
  /** Its value. Two that differ are nobody's: a neighbouring host may have planted one of them. */
  read(header: string | null): string | null;
}

/** The `Max-Age` for a session that was opened or extended just now, by the auth's own clock. */
export function secondsLeft({ expiresAt, lastUsedAt }: Session): number {
  return Math.ceil((Date.parse(expiresAt) - Date.parse(lastUsedAt)) / 1000);
}

const SAME_SITE = { lax: "Lax", strict: "Strict", none: "None" };

/** @throws TypeError for a value that could not be a cookie's, or that browsers would reject. */
export function sessionCookie({ name = "latchkey_session", secure = true, domain, sameSite = "lax" }: CookieOptions = {}): SessionCookie {
  if (!/^[\w!#$%&'*+.^`|~-]{1,64}$/.test(name)) throw new TypeError("cookie.name must be 1 to 64 letters, digits, '_' or '-'");
  if (typeof secure !== "boolean") throw new TypeError("cookie.secure must be true or false");
  if (domain !== undefined && !/^(?:[a-z\d-]+\.)+[a-z\d-]+$/i.test(domain)) throw new TypeError('cookie.domain must be a host name, like "example.com"');
  if (!Object.hasOwn(SAME_SITE, sameSite)) throw new TypeError('cookie.sameSite must be "lax", "strict" or "none"');
  if (sameSite === "none" && !secure) throw new TypeError('cookie.sameSite "none" needs cookie.secure');

  const fullName = secure && domain === undefined && !name.startsWith("__") ? `__Host-${name}` : name;
  const attributes =
    `Path=/; HttpOnly${secure ? "; Secure" : ""}; SameSite=${SAME_SITE[sameSite]}` + (domain === undefined ? "" : `; Domain=${domain}`);
  const prefix = `${fullName}=`;

  /** The one value of the cookie, `null` where there are several, `undefined` where there is none. */
  const find = (header: string | null): string | null | undefined => {
    let found: string | null | undefined;
    if (header === null) return found;
    for (let start = 0, end = 0; end !== -1; start = end + 1) {
      end = header.indexOf(";", start);
      const pair = header.slice(start, end === -1 ? header.length : end).trim();
      if (!pair.startsWith(prefix)) continue;
      const value = pair.slice(prefix.length);
      found = found === undefined || found === value ? value : null;
    }
    return found;
  };

  return {
    name: fullName,
    set: (token, maxAge) => `${prefix}${token}; Max-Age=${maxAge}; ${attributes}`,
    cleared: `${prefix}; Max-Age=0; ${attributes}`,
    isIn: (header) => find(header) !== undefined,
    read: (header) => find(header) ?? null,
  };
}
