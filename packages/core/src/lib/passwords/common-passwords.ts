import { LIST } from "./common-passwords-list.ts";

/**
 * The 10 000 passwords of 8 and more characters that guessing tries first, in lower case: for
 * `passwordPolicy: { common: commonPasswords() }` (NIST SP 800-63B-4 §3.1.1.2, "blocklist"). Shorter ones are refused by their
 * length already. A list of your own is any set of lower-case texts.
 */
export function commonPasswords(): ReadonlySet<string> {
  const list = new Set<string>();
  let previous = "";
  // A capital says how many characters of the one before an entry begins with.
  for (const [, capital, rest] of LIST.matchAll(/([A-Z])([^A-Z]*)/g)) {
    previous = previous.slice(0, capital!.charCodeAt(0) - 65) + rest;
    list.add(previous);
  }
  return list;
}
