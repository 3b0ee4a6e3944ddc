import { LIST } from "./common-passwords-list.ts";

/**
 * The 10 000 passwords of 8 and more characters that attackers try first, in lower case, for the option
 * `passwordPolicy.common` (NIST SP 800-63B-4 §3.1.1.2, "blocklist"). Shorter passwords are refused for their length
 * already. The list takes 26 kB of a bundle (gzip).
 *
 * @returns a new set; add texts of your own with `new Set([...commonPasswords(), "acme acme"])`
 *
 * @example
 * ```ts
 * import { commonPasswords } from "@latchkey/core/common-passwords";
 *
 * const auth = createAuth({ storage, secret, passwordPolicy: { common: commonPasswords() } });
 * ```
 */
export function commonPasswords(): ReadonlySet<string> {
  const list = new Set<string>();
  let previous = "";
  // An entry begins with a capital letter: how many characters it shares with the start of the entry before (A = 0).
  for (const [, capital, rest] of LIST.matchAll(/([A-Z])([^A-Z]*)/g)) {
    previous = previous.slice(0, capital!.charCodeAt(0) - 65) + rest;
    list.add(previous);
  }
  return list;
}
