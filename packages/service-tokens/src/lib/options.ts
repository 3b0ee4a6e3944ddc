import type { JsonObject, User } from "@latchkey/core";
import type { PrivateJwk } from "./private-key.ts";

/** The options of `serviceTokens`. */
export interface ServiceTokenOptions<Metadata = JsonObject> {
  /**
   * Who issues the tokens (`iss`): the address of your application, `"https://app.example.com"`. Other services compare
   * it letter by letter. Give every user pool its own.
   */
  readonly issuer: string;
  /**
   * Private keys, as objects or as their JSON: the first signs, and the public part of each is published. A key that is
   * missing is reported at its first use. `createServiceKey()` makes one.
   */
  readonly keys: readonly (PrivateJwk | string | undefined)[] | undefined;
  /**
   * The services that tokens are for (`aud`): `["https://api.example.com"]`. A client names one of them, letter by
   * letter.
   */
  readonly audiences: readonly string[];
  /**
   * Seconds that a token lives: 30 to 3600. It cannot be taken back, so a session that is signed out goes on for as
   * long elsewhere. Default 300 (5 minutes).
   */
  readonly lifetime?: number | undefined;
  /**
   * Adds claims: returns an object that JSON can carry, or a promise of one. To refuse, throw
   * `new AuthError("refused", "…")`. The names `iss`, `sub`, `aud`, `exp`, `nbf`, `iat`, `jti`, `auth_time`, `amr`,
   * `sid` and `toJSON` are reserved. Default: no further claims.
   *
   * @param user The user as storage has it now.
   * @param audience The service that the token is for.
   */
  readonly claims?: ((user: User<Metadata>, audience: string) => object | Promise<object>) | undefined;
  /** The clock: returns milliseconds since 1970. Give it what `createAuth` has. Default `Date.now`. */
  readonly now?: (() => number) | undefined;
}

const NAMES = ["issuer", "keys", "audiences", "lifetime", "claims", "now"];

/** Checks all options but `keys`. @throws TypeError with a sentence that says what to write instead */
export function checkOptions<Metadata>(options: ServiceTokenOptions<Metadata>): void {
  const { issuer, audiences, lifetime = 300 } = options;
  const unknown = Object.keys(options).find((name) => !NAMES.includes(name));
  if (unknown !== undefined)
    throw new TypeError(`there is no option "${unknown}": the options are ${NAMES.join(", ")}`);
  if (!isIssuer(issuer))
    throw new TypeError('issuer must be an address like "https://app.example.com", without "?" and "#"');
  const isList = Array.isArray(audiences) && audiences.length > 0 && new Set(audiences).size === audiences.length;
  if (!isList || !Array.from(audiences).every(isAudience))
    throw new TypeError('audiences must be a list of different services, like ["https://api.example.com"]');
  if (!Number.isInteger(lifetime) || lifetime < 30 || lifetime > 3600)
    throw new TypeError("lifetime must be a whole number of seconds from 30 to 3600");
  for (const name of ["claims", "now"] as const)
    if (options[name] !== undefined && typeof options[name] !== "function")
      throw new TypeError(`${name} must be a function`);
}

/** An http or https URL without query and fragment (RFC 8414 §2), as development has no https. */
export function isIssuer(value: unknown): value is string {
  return typeof value === "string" && /^https?:\/\/[^\s?#]+$/.test(value) && URL.canParse(value);
}

/** Visible ASCII (RFC 7519 §2, "StringOrURI"). */
export function isAudience(value: unknown): value is string {
  return typeof value === "string" && /^[\x21-\x7e]{1,255}$/.test(value);
}
