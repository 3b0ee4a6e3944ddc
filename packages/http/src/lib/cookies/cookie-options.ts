/** The session cookie. It is always `HttpOnly`, with `Path=/`. */
export interface CookieOptions {
  /**
   * 1 to 64 letters, digits, `_` or `-`. Default `"latchkey_session"`. Browsers get the name with the strongest prefix
   * that the other options allow: `__Host-`, or `__Secure-` with a `domain`, or none without `secure` (RFC 6265bis
   * §4.1.3).
   */
  readonly name?: string | undefined;
  /** Default `true`. `false` also sends the cookie over plain http: for development only. */
  readonly secure?: boolean | undefined;
  /** Shares the cookie with every host below this domain: `"example.com"`. Default: this host only. */
  readonly domain?: string | undefined;
  /** Default `"lax"`. `"none"` also sends the cookie from trusted origins on other sites, and needs `secure`. */
  readonly sameSite?: "lax" | "strict" | "none" | undefined;
  /**
   * Default `false`. `true` is for a page that other sites show in an `<iframe>`: browsers keep one session for each
   * site that embeds it (CHIPS). It needs `secure` and no `domain`, and makes `sameSite: "none"` the default.
   */
  readonly partitioned?: boolean | undefined;
  /** Earlier values of `domain`. Signing in and out removes the cookies that they left in browsers. Default: none. */
  readonly formerDomains?: readonly string[] | undefined;
}

/** The options, checked and filled in. */
export interface CookieSettings {
  /** The name without its prefix. */
  readonly baseName: string;
  readonly prefix: Prefix;
  readonly secure: boolean;
  readonly domain: string | undefined;
  readonly sameSite: "Lax" | "Strict" | "None";
  readonly partitioned: boolean;
  readonly formerDomains: readonly string[];
}

/** A prefix of a cookie's name. Browsers enforce rules for each (RFC 6265bis §4.1.3). */
export type Prefix = "__Host-" | "__Secure-" | "";

export const PREFIXES: readonly Prefix[] = ["__Host-", "__Secure-", ""];
export const DEFAULT_NAME = "latchkey_session";

const SAME_SITE = { lax: "Lax", strict: "Strict", none: "None" } as const;
const NAMES = ["name", "secure", "domain", "sameSite", "partitioned", "formerDomains"];
/** A label of a host name (RFC 1123 §2.1). */
export const LABEL = /^[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?$/;

/** Checks the options. @throws TypeError A value is unknown, is rejected by browsers, or contradicts another option. */
export function readCookieOptions(options: CookieOptions = {}): CookieSettings {
  check(typeof options === "object" && options !== null, " takes an object");
  const unknown = Object.keys(options).find((name) => !NAMES.includes(name));
  if (unknown !== undefined)
    throw new TypeError(`there is no option "cookie.${unknown}": the options are ${NAMES.join(", ")}`);

  const {
    name = DEFAULT_NAME,
    secure = true,
    partitioned = false,
    sameSite = partitioned ? "none" : "lax",
    formerDomains = [],
  } = options;
  const domain = options.domain === undefined ? undefined : readDomain(".domain", options.domain);
  check(typeof secure === "boolean", ".secure must be true or false");
  check(typeof partitioned === "boolean", ".partitioned must be true or false");
  check(Object.hasOwn(SAME_SITE, sameSite), '.sameSite must be "lax", "strict" or "none"');
  check(secure || sameSite !== "none", '.sameSite "none" needs cookie.secure');
  check(!partitioned || secure, ".partitioned needs cookie.secure");
  check(!partitioned || domain === undefined, ".partitioned cannot be used with cookie.domain");
  check(!partitioned || sameSite === "none", '.partitioned needs cookie.sameSite "none"');
  check(Array.isArray(formerDomains), ".formerDomains takes a list of domains");
  return {
    ...readName(name, { secure, domain }),
    secure,
    domain,
    sameSite: SAME_SITE[sameSite],
    partitioned,
    formerDomains: formerDomains.map((former) => readDomain(".formerDomains", former)),
  };
}

/** @param sentence What must hold. It starts after the word "cookie". */
function check(holds: boolean, sentence: string): asserts holds {
  if (!holds) throw new TypeError(`cookie${sentence}`);
}

/** Splits the name. A prefix that it has already stays, with its rules. Browsers ignore the case of prefixes. */
function readName(
  name: unknown,
  { secure, domain }: Pick<CookieSettings, "secure" | "domain">,
): Pick<CookieSettings, "baseName" | "prefix"> {
  check(
    typeof name === "string" && /^[\w!#$%&'*+.^`|~-]{1,64}$/.test(name),
    ".name must be 1 to 64 letters, digits, '_' or '-'",
  );
  const prefix = PREFIXES.find((candidate) => name.toLowerCase().startsWith(candidate.toLowerCase()))!;
  check(secure || !/^__http-/i.test(name), `.name "${name}" needs cookie.secure`);
  const strongest = domain === undefined ? "__Host-" : "__Secure-";
  if (prefix === "") return { baseName: name, prefix: secure ? strongest : "" };
  const baseName = name.slice(prefix.length);
  check(name.startsWith(prefix), `.name must begin with "${prefix}", not with "${name.slice(0, prefix.length)}"`);
  check(baseName !== "", `.name needs a name after "${prefix}"`);
  check(secure, `.name "${name}" needs cookie.secure: leave "${prefix}" out, and it is added where possible`);
  check(
    prefix !== "__Host-" || domain === undefined,
    `.name "${name}" cannot be used with cookie.domain: leave "__Host-" out`,
  );
  return { baseName, prefix };
}

/** A host name of two labels or more. Browsers take no cookie for an IP address or a top-level domain. */
function readDomain(option: string, input: unknown): string {
  const domain = typeof input === "string" ? input.toLowerCase() : "";
  const labels = domain.split(".");
  const isName = labels.length > 1 && labels.every((label) => LABEL.test(label)) && domain.length <= 253;
  check(
    isName && !/^(?:\d+|0x[\da-f]*)$/.test(labels.at(-1)!),
    `${option} must be a host name, like "example.com"${suggestionFor(domain)}`,
  );
  return domain;
}

/** What to write instead: the end of an error sentence. */
function suggestionFor(domain: string): string {
  const host = URL.parse(`https://${domain.replace(/^https?:\/\/|^\.+/g, "")}`)?.hostname.replace(/\.$/, "") ?? "";
  if (/(?:^|\.)\d+$|\]$/.test(host)) return ": leave it out for an IP address";
  return host !== domain && host.includes(".") ? `: write "${host}"` : "";
}
