import type { Session } from "@latchkey/core";
import { cookieHeader, cookieValues } from "./cookie-header.ts";
import { PREFIXES, readCookieOptions, type CookieOptions, type CookieSettings, type Prefix } from "./cookie-options.ts";

export type { CookieOptions } from "./cookie-options.ts";

/** The session cookie of one handler (RFC 6265bis §4.1). */
export interface SessionCookie {
  readonly name: string;
  /** `Set-Cookie` with a token, for so many seconds. */
  set(token: string, maxAge: number): string;
  /** The different values of this very name in a request. */
  values(headers: Headers): readonly string[];
  /** Every value with which a request may mean a session: also under another prefix, and behind a comma. For ending sessions. */
  everyValue(headers: Headers): readonly string[];
  /** `Set-Cookie` lines that remove the cookie: as it is set now, then in every other spelling that may be left in the browser. */
  clear(headers: Headers): readonly string[];
  /** `Set-Cookie` lines that remove cookies of this name that another `domain` left: the browser would send them beside the new one. */
  clearOthers(headers: Headers): readonly string[];
}

/** The `Max-Age` for a session that was opened or extended just now, by the auth's own clock. */
export function secondsLeft({ expiresAt, lastUsedAt }: Session): number {
  return Math.ceil((Date.parse(expiresAt) - Date.parse(lastUsedAt)) / 1000);
}

/** The form of a session token: an HS256 JWS. */
const TOKEN = /^ey[\w-]*\.[\w-]+\.[\w-]{43}$/;

/** @throws TypeError for options that make no cookie, or one that browsers reject */
export function sessionCookie(options?: CookieOptions): SessionCookie {
  const settings = readCookieOptions(options);
  const { baseName, prefix, domain, formerDomains } = settings;
  const name = prefix + baseName;
  const attributes = attributesOf(settings, prefix, domain);
  const cleared = `${name}=; Max-Age=0; ${attributes}`;

  const values = (headers: Headers) => cookieValues(cookieHeader(headers), name);
  const sameName = (headers: Headers) => {
    const parents = values(headers).length > 1 ? parentsOf(domain) : [];
    return removals(settings, prefix, [undefined, ...formerDomains, ...parents]).filter((line) => line !== cleared);
  };
  // Another program may have a cookie of the bare name, so the value or the option must tell that it is ours.
  const isLeft = (other: Prefix, header: string | null) =>
    other !== prefix &&
    (formerDomains.length > 0 || cookieValues(header, other + baseName).some((value) => TOKEN.test(value)));

  return {
    name,
    set: (token, maxAge) => `${name}=${token}; Max-Age=${maxAge}; ${attributes}`,
    values,
    everyValue(headers) {
      const header = undecided(headers);
      return [...new Set(PREFIXES.flatMap((other) => cookieValues(header, other + baseName)))];
    },
    clear(headers) {
      const left = PREFIXES.filter((other) => isLeft(other, undecided(headers)));
      return [
        cleared,
        ...sameName(headers),
        ...left.flatMap((other) => removals(settings, other, [undefined, domain, ...formerDomains])),
      ];
    },
    clearOthers: (headers) => (values(headers).length > 0 ? sameName(headers) : []),
  };
}

/** The Cookie header with every comma read as the end of a line, which it may be: good for ending sessions alone. */
function undecided(headers: Headers): string | null {
  return headers.get("cookie")?.replaceAll(",", ";") ?? null;
}

/** `Set-Cookie` lines that remove a cookie of each of the domains; `undefined` is the host alone. */
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
  const seal = secure || prefix !== "" ? "; Secure" : "";
  const reach = domain === undefined ? "" : `; Domain=${domain}`;
  return `Path=/; HttpOnly${seal}; SameSite=${sameSite}${reach}${partitioned ? "; Partitioned" : ""}`;
}

/** The domains above one, down to two labels: a host below one of them can plant a cookie beside ours. */
function parentsOf(domain: string | undefined): readonly string[] {
  const labels = domain?.split(".") ?? [];
  return labels.slice(1, -1).map((_, at) => labels.slice(at + 1).join("."));
}
