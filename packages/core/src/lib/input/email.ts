import { asciiDomain } from "./domain.ts";
import { AuthError } from "../errors.ts";

const MAX_EMAIL = 254;
const MAX_LOCAL_PART = 64;
/** With spaces around it. */
const MAX_INPUT = 512;
const LOCAL_PART = /^[a-z\d!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z\d!#$%&'*+/=?^_`{|}~-]+)*$/;
const DOMAIN = /^(?:[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?\.)+[a-z](?:[a-z\d-]{0,61}[a-z\d])?$/;

/**
 * The one spelling under which an address is stored and looked up: ASCII, letters in lower case.
 *
 * Takes a dot-atom local part of 1 to 64 characters and a dotted host name (RFC 5321 §4.1.2, §4.5.3.1; 254 in
 * all, RFC 3696 erratum 1690), and drops the spaces (U+0020) around them that a form or a paste leaves. An internationalised
 * domain becomes punycode. The local part is ASCII, and a letter that merely folds to an ASCII one (K, ſ, ı) never reaches
 * somebody else's account.
 *
 * @throws AuthError `invalid_email`
 */
export function canonicalEmail(input: unknown): string {
  if (typeof input !== "string" || input.length > MAX_INPUT) throw invalid();
  const [, local = "", typed = ""] = /^ *([\x21-\x3f\x41-\x7e]+)@([^ @]+) *$/.exec(input) ?? [];
  const domain = /^[\x21-\x7e]*$/.test(typed) ? typed.toLowerCase() : asciiDomain(typed);
  const email = `${local.toLowerCase()}@${domain}`;
  if (domain === null || local.length > MAX_LOCAL_PART || email.length > MAX_EMAIL) throw invalid();
  if (!LOCAL_PART.test(local.toLowerCase()) || !DOMAIN.test(domain)) throw invalid();
  return email;
}

function invalid(): AuthError {
  return new AuthError("invalid_email", "Email must be a valid address", { field: "email" });
}
