import { asciiDomain } from "./domain.ts";
import { AuthError } from "../errors.ts";

const MAX_EMAIL = 254;
const MAX_LOCAL_PART = 64;
/** Including spaces around the address. */
const MAX_INPUT = 512;
const LOCAL_PART = /^[a-z\d!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z\d!#$%&'*+/=?^_`{|}~-]+)*$/;
const DOMAIN = /^(?:[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?\.)+[a-z](?:[a-z\d-]{0,61}[a-z\d])?$/;

/**
 * The one spelling under which an address is stored and looked up: ASCII in lower case.
 *
 * Accepts a dot-atom local part of 1 to 64 characters and a host name with a dot (RFC 5321 §4.1.2, §4.5.3.1), 254
 * characters in all (RFC 3696 erratum 1690). Drops spaces (U+0020) around the address, which forms and pasting leave.
 * An internationalized domain becomes punycode. The local part is ASCII: a letter that only folds to ASCII (K, ſ, ı)
 * never reaches another user's account.
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
