import { AuthError } from "./errors.ts";

const MAX_EMAIL = 254;
const MAX_LOCAL_PART = 64;
const LOCAL_PART = /^[a-z\d!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z\d!#$%&'*+/=?^_`{|}~-]+)*$/;
const DOMAIN = /^(?:[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?\.)+[a-z](?:[a-z\d-]{0,61}[a-z\d])?$/;

/**
 * The one spelling under which an address is stored and looked up: ASCII letters in lower case.
 *
 * Takes a dot-atom local part of 1 to 64 characters and a dotted host name (RFC 5321 §4.1.2, §4.5.3.1; 254 in
 * all, RFC 3696 erratum 1690). Only ASCII is an address: internationalised domains come as punycode, and a
 * letter that merely folds to an ASCII one (K, ſ, ı) never reaches somebody else's account.
 *
 * @throws AuthError `invalid_email`
 */
export function canonicalEmail(input: unknown): string {
  if (typeof input !== "string" || input.length > MAX_EMAIL || !/^[\x21-\x7e]+$/.test(input)) throw invalid();
  const email = input.toLowerCase();
  const at = email.indexOf("@");
  if (at < 1 || at > MAX_LOCAL_PART) throw invalid();
  if (!LOCAL_PART.test(email.slice(0, at)) || !DOMAIN.test(email.slice(at + 1))) throw invalid();
  return email;
}

function invalid(): AuthError {
  return new AuthError("invalid_email", "Email must be a valid address", { field: "email" });
}
