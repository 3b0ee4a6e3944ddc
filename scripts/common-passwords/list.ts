import { readFileSync } from "node:fs";
import { dictionary } from "@zxcvbn-ts/language-common";

/** How many of zxcvbn's passwords are used, the most common first. */
const TAKEN = 10_000;
/** Shorter ones are refused by their length: 8 is the default of `passwordPolicy.minLength`. */
const SHORTEST = 8;

/** What `packages/core/src/lib/passwords/common-passwords-list.ts` holds. */
export function listFile(): string {
  const lines = [
    "/**",
    ' * Written by "npm run common-passwords" from @zxcvbn-ts/language-common (MIT, see THIRD-PARTY-LICENSES.txt) and',
    " * scripts/common-passwords/more.txt.",
    " */",
    `export const LIST = ${JSON.stringify(compress(passwords()))};`,
  ];
  return `${lines.join("\n")}\n`;
}

/** In lower case, sorted, each once. */
export function passwords(): readonly string[] {
  const ranked = dictionary["passwords-common"].map((password) => password.normalize("NFC").toLowerCase());
  const taken = [...new Set(ranked)].filter((password) => [...password].length >= SHORTEST).slice(0, TAKEN);
  return [...new Set([...taken, ...own()])].sort();
}

/** Passwords that newer lists of leaks have, too. */
function own(): readonly string[] {
  return readFileSync(new URL("more.txt", import.meta.url), "utf8")
    .trim()
    .split(/\s+/);
}

/** Each password as a capital letter, for how many it shares with the one before, and the rest: half the size. */
function compress(sorted: readonly string[]): string {
  let previous = "";
  let text = "";
  for (const password of sorted) {
    if (/[A-Z]/.test(password)) throw new Error(`"${password}" has a capital`);
    let shared = 0;
    while (shared < 25 && shared < password.length && password[shared] === previous[shared]) shared++;
    text += String.fromCharCode(65 + shared) + password.slice(shared);
    previous = password;
  }
  return text;
}
