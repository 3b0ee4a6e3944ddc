export interface CookieOptions {
  /**
   * 1 to 64 letters, digits, `_` or `-`. Default `"latchkey_session"`. The browser gets it with the strongest prefix that
   * the other options allow: `__Host-`, or `__Secure-` with a `domain`, or none without `secure`.
   */
  readonly name?: string | undefined;
  /** Default `true`. Without it the cookie also travels over plain http: for development only. */
  readonly secure?: boolean | undefined;
  /** Share the cookie with every host below this domain. Default: this host alone, sealed by the `__Host-` prefix. */
  readonly domain?: string | undefined;
  /** Default `"lax"`. `"none"` sends the cookie to trusted origins of other sites, and needs `secure`. */
  readonly sameSite?: "lax" | "strict" | "none" | undefined;
  /**
   * Default `false`. `true` is for a service that others show in an `<iframe>`: the browser keeps one session for each
   * site that embeds it (CHIPS). Needs `secure`, no `domain`, and `sameSite: "none"`, which becomes the default.
   */
  readonly partitioned?: boolean | undefined;
  /** Values of `domain` that were configured before. Signing in and out removes the cookies that they left in browsers. */
  readonly formerDomains?: readonly string[] | undefined;
}

/** The options, checked and filled in. */
export interface CookieSettings {
  /** Without a prefix. */
  readonly baseName: string;
  readonly prefix: Prefix;
  readonly secure: boolean;
  readonly domain: string | undefined;
  readonly sameSite: "Lax" | "Strict" | "None";
  readonly partitioned: boolean;
  readonly formerDomains: readonly string[];
}

/** Browsers hold a cookie with such a name to rules (RFC 6265bis §4.1.3). */
export type Prefix = "__Host-" | "__Secure-" | "";

export const PREFIXES: readonly Prefix[] = ["__Host-", "__Secure-", ""];
export const DEFAULT_NAME = "latchkey_session";

const SAME_SITE = { lax: "Lax", strict: "Strict", none: "None" } as const;
const NAMES = ["name", "secure", "domain", "sameSite", "partitioned", "formerDomains"];
/** Of a host name (RFC 1123 §2.1). */
export const LABEL = /^[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?$/;

/** @throws TypeError for a value that no cookie can have, that browsers reject, or that another option contradicts */
export function readCookieOptions(options: CookieOptions = {}): CookieSettings {
  need(typeof options === "object" && options !== null, " takes an object");
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
  need(typeof secure === "boolean", ".secure must be true or false");
  need(typeof partitioned === "boolean", ".partitioned must be true or false");
  need(Object.hasOwn(SAME_SITE, sameSite), '.sameSite must be "lax", "strict" or "none"');
  need(secure || sameSite !== "none", '.sameSite "none" needs cookie.secure');
  need(!partitioned || secure, ".partitioned needs cookie.secure");
  need(!partitioned || domain === undefined, ".partitioned goes without cookie.domain");
  need(!partitioned || sameSite === "none", '.partitioned needs cookie.sameSite "none"');
  need(Array.isArray(formerDomains), ".formerDomains takes a list of domains");
  return {
    ...readName(name, secure, domain),
    secure,
    domain,
    sameSite: SAME_SITE[sameSite],
    partitioned,
    formerDomains: formerDomains.map((former) => readDomain(".formerDomains", former)),
  };
}

/** @throws TypeError with the sentence, which goes on behind the word "cookie" */
function need(holds: boolean, sentence: string): asserts holds {
  if (!holds) throw new TypeError(`cookie${sentence}`);
}

/** A prefix that is part of the name is kept, and its rules with it. Browsers compare prefixes without case. */
function readName(
  name: unknown,
  secure: boolean,
  domain: string | undefined,
): Pick<CookieSettings, "baseName" | "prefix"> {
  need(
    typeof name === "string" && /^[\w!#$%&'*+.^`|~-]{1,64}$/.test(name),
    ".name must be 1 to 64 letters, digits, '_' or '-'",
  );
  const prefix = PREFIXES.find((one) => name.toLowerCase().startsWith(one.toLowerCase()))!;
  need(secure || !/^__http-/i.test(name), `.name "${name}" needs cookie.secure`);
  if (prefix === "") return { baseName: name, prefix: strongestPrefix(secure, domain) };
  const baseName = name.slice(prefix.length);
  need(name.startsWith(prefix), `.name must begin with "${prefix}", and not with "${name.slice(0, prefix.length)}"`);
  need(baseName !== "", `.name needs a name behind "${prefix}"`);
  need(secure, `.name "${name}" needs cookie.secure: leave "${prefix}" out, and it is added where it is allowed`);
  need(prefix !== "__Host-" || domain === undefined, `.name "${name}" goes without cookie.domain: leave "__Host-" out`);
  return { baseName, prefix };
}

function strongestPrefix(secure: boolean, domain: string | undefined): Prefix {
  if (!secure) return "";
  return domain === undefined ? "__Host-" : "__Secure-";
}

/** A host name of two labels or more. Browsers take no cookie for an address or for a top-level domain. */
function readDomain(option: string, input: unknown): string {
  const domain = typeof input === "string" ? input.toLowerCase() : "";
  const labels = domain.split(".");
  const isName = labels.length > 1 && labels.every((label) => LABEL.test(label)) && domain.length <= 253;
  need(
    isName && !/^(?:\d+|0x[\da-f]*)$/.test(labels.at(-1)!),
    `${option} must be a host name, like "example.com"${insteadOf(domain)}`,
  );
  return domain;
}

function insteadOf(domain: string): string {
  const host = URL.parse(`https://${domain.replace(/^https?:\/\/|^\.+/g, "")}`)?.hostname.replace(/\.$/, "") ?? "";
  if (/(?:^|\.)\d+$|\]$/.test(host)) return ": for an address leave it out";
  return host !== domain && host.includes(".") ? `: write "${host}"` : "";
}
