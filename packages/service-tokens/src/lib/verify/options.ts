import { isAudience, isIssuer } from "../options.ts";
import { isLoopback } from "./loopback.ts";

/** Public keys, as `/.well-known/jwks.json` has them. */
export interface GivenKeys {
  /** JWKs without a private part. */
  readonly keys: readonly object[];
}

/** The options of `serviceTokenVerifier`. */
export interface ServiceTokenVerifierOptions {
  /**
   * Where the issuer publishes its keys: `"https://app.example.com/auth/.well-known/jwks.json"`. They are fetched when
   * the first token comes, kept for ten minutes, and fetched again for a key that is new. Or the keys themselves.
   */
  readonly jwks: string | URL | GivenKeys;
  /** The option `issuer` of `serviceTokens`, letter by letter. */
  readonly issuer: string;
  /** This service: one of the `audiences` of `serviceTokens`, letter by letter. */
  readonly audience: string;
  /** Fetches the keys, for example through a service binding. Default: the runtime's `fetch`. */
  readonly fetch?: ((url: string, init: RequestInit) => Promise<Response>) | undefined;
  /** The clock: returns milliseconds since 1970. Default `Date.now`. */
  readonly now?: (() => number) | undefined;
}

const NAMES = ["jwks", "issuer", "audience", "fetch", "now"];

/** Checks all options but `jwks`. @throws TypeError with a sentence that says what to write instead */
export function checkVerifierOptions(options: ServiceTokenVerifierOptions): void {
  const unknown = Object.keys(options).find((name) => !NAMES.includes(name));
  if (unknown !== undefined)
    throw new TypeError(`there is no option "${unknown}": the options are ${NAMES.join(", ")}`);
  if (!isIssuer(options.issuer))
    throw new TypeError('issuer must be the one of serviceTokens, like "https://app.example.com"');
  if (!isAudience(options.audience))
    throw new TypeError('audience must be one of those of serviceTokens, like "https://api.example.com"');
  for (const name of ["fetch", "now"] as const)
    if (options[name] !== undefined && typeof options[name] !== "function")
      throw new TypeError(`${name} must be a function`);
}

/** The address of keys. Whoever can change them on the way can sign tokens. @throws TypeError It is not safe. */
export function readAddress(given: string | URL): URL {
  const url = URL.parse(String(given));
  const isSafe = url?.protocol === "https:" || (url?.protocol === "http:" && isLoopback(url.hostname));
  if (url && isSafe && url.username === "" && url.password === "") return url;
  throw new TypeError(
    "jwks must be an address that begins with https:// and has no password in it (http:// only on this machine): " +
      "over http, give the keys themselves",
  );
}

/** @throws TypeError They are no public keys. */
export function requirePublic(jwks: GivenKeys): void {
  const keys: unknown = jwks?.keys;
  if (!Array.isArray(keys) || keys.length === 0 || !keys.every((key) => typeof key === "object" && key !== null))
    throw new TypeError("jwks must be an address or { keys: […] }, as /.well-known/jwks.json has it");
  if (keys.some((key) => "d" in key || "k" in key))
    throw new TypeError("jwks has a private key: this service needs public keys alone, and must not know others");
}
