import { sha256 } from "@noble/hashes/sha2.js";

const utf8 = new TextEncoder();

/** A script of a page. The policy of the page allows it by its hash, and no other. */
export interface Script {
  /** Its text. It has no `</script`. */
  readonly text: string;
  /** What the policy says of it. */
  readonly source: string;
}

/** Makes a script, once for all pages that have it (CSP Level 3 §2.3.1, "hash-source"). */
export function scriptOf(text: string): Script {
  return { text, source: `'sha256-${btoa(String.fromCharCode(...sha256(utf8.encode(text))))}'` };
}

/** The directives for the scripts of a page, which may ask this origin alone. Without a script: none. */
export function scriptPolicy(scripts: readonly Script[]): string {
  if (scripts.length === 0) return "";
  return `; script-src ${scripts.map(({ source }) => source).join(" ")}; connect-src 'self'`;
}
