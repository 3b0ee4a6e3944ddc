import type { Session } from "@latchkey/core";
import { cookieHeader, cookieValues } from "./cookie-header.ts";
import { PREFIXES, readCookieOptions, type CookieOptions, type CookieSettings, type Prefix } from "./cookie-options.ts";

export type { CookieOptions } from "./cookie-options.ts";

/** The session cookie of one handler (RFC 6265bis §4.1). */
export interface SessionCookie {
  /** With its prefix. */
  readonly name: string;
  /** A `Set-Cookie` line with a token. `maxAge` is in seconds. */
  set(token: string, maxAge: number): string;
  /** The different values of the cookie in a request. Only the exact name counts. */
  values(headers: Headers): readonly string[];
  /** Every value that may be a session: with other prefixes, too, and after a comma. For routes that end sessions. */
  allValues(headers: Headers): readonly string[];
  /** `Set-Cookie` lines that remove the cookie: as it is set now, then with other attributes that browsers may hold. */
  clear(headers: Headers): readonly string[];
  /** `Set-Cookie` lines that remove cookies of this name with another `domain`. Browsers would send them, too. */
  clearOthers(headers: Headers): readonly string[];
}

/** The `Max-Age` of a session that was opened or extended just now. It uses the clock of the auth. */
export function secondsLeft({ expiresAt, lastUsedAt }: Session): number {
  return Math.ceil((Date.parse(expiresAt) - Date.parse(lastUsedAt)) / 1000);
}

/** What a session token looks like: an HS256 JWS. */
const TOKEN = /^ey[\w-]*\.[\w-]+\.[\w-]{43}$/;

/** @throws TypeError The options contradict each other, or browsers would reject the cookie. */
export function sessionCookie(options?: CookieOptions): SessionCookie {
  const settings = readCookieOptions(options);
  const { baseName, prefix, domain, formerDomains } = settings;
  const name = prefix + baseName;
  const attributes = attributesOf(settings, prefix, domain);
  const cleared = `${name}=; Max-Age=0; ${attributes}`;

  const values = (headers: Headers) => cookieValues(cookieHeader(headers), name);
  const clearSameName = (headers: Headers) => {
    const parents = values(headers).length > 1 ? parentsOf(domain) : [];
    return removals(settings, prefix, [undefined, ...formerDomains, ...parents]).filter((line) => line !== cleared);
  };
  // Another program may use the name with another prefix. So the cookie counts only if its value is a session token,
  // or if the application had another domain before.
  const mayBeOurs = (other: Prefix, header: string | null) =>
    other !== prefix &&
    (formerDomains.length > 0 || cookieValues(header, other + baseName).some((value) => TOKEN.test(value)));

  return {
    name,
    set: (token, maxAge) => `${name}=${token}; Max-Age=${maxAge}; ${attributes}`,
    values,
    allValues(headers) {
      const header = splitAtCommas(headers);
      return [...new Set(PREFIXES.flatMap((other) => cookieValues(header, other + baseName)))];
    },
    clear(headers) {
      const left = PREFIXES.filter((other) => mayBeOurs(other, splitAtCommas(headers)));
      return [
        cleared,
        ...clearSameName(headers),
        ...left.flatMap((other) => removals(settings, other, [undefined, domain, ...formerDomains])),
      ];
    },
    clearOthers: (headers) => (values(headers).length > 0 ? clearSameName(headers) : []),
  };
}

/** The Cookie header, as if every comma ended a line. That may be wrong, so it is for ending sessions only. */
function splitAtCommas(headers: Headers): string | null {
  return headers.get("cookie")?.replaceAll(",", ";") ?? null;
}

/** `Set-Cookie` lines that remove a cookie for each domain. `undefined` stands for the host itself. */
function removals(
  settings: CookieSettings,
  prefix: Prefix,
  domains: readonly (string | undefined)[],
): readonly string[] {
  const name = prefix + settings.baseName;
  const scopes = prefix === "__Host-" ? [undefined] : domains;
  const lines = scopes.map(
    (domain) => `${name}=; Max-Age=0; ${attributesOf({ ...settings, partitioned: false }, prefix, domain)}`,
  );
  return [...new Set(lines)];
}

function attributesOf(
  { secure, sameSite, partitioned }: CookieSettings,
  prefix: Prefix,
  domain: string | undefined,
): string {
  const secureAttribute = secure || prefix !== "" ? "; Secure" : "";
  const domainAttribute = domain === undefined ? "" : `; Domain=${domain}`;
  const partition = partitioned ? "; Partitioned" : "";
  return `Path=/; HttpOnly${secureAttribute}; SameSite=${sameSite}${domainAttribute}${partition}`;
}

/** The parent domains, down to two labels. A host below one of them can set a cookie of the same name. */
function parentsOf(domain: string | undefined): readonly string[] {
  const labels = domain?.split(".") ?? [];
  return labels.slice(1, -1).map((_, at) => labels.slice(at + 1).join("."));
}
