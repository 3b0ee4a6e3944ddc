import { AuthError } from "./errors.ts";

/** Lengths count Unicode code points after NFC normalisation (NIST SP 800-63B §3.1.1.2). */
export interface PasswordPolicy {
  /** Default 8. */
  readonly minLength?: number;
  /** Default 256; at least 64 (NIST SP 800-63B: verifiers should permit 64). */
  readonly maxLength?: number;
  /**
   * Passwords that nobody may choose, in lower case: `commonPasswords()` of `@latchkey/core/common-passwords`, or any set
   * (NIST SP 800-63B §3.1.1.2, "blocklist"). Compared whole, without case. Default none.
   */
  readonly common?: Pick<ReadonlySet<string>, "has">;
}

export type ResolvedPolicy = Required<PasswordPolicy>;

export function resolvePolicy(policy: PasswordPolicy = {}): ResolvedPolicy {
  const { minLength = 8, maxLength = 256, common = new Set<string>() } = policy;
  if (!Number.isInteger(minLength) || minLength < 1) throw new TypeError("passwordPolicy.minLength must be a whole number from 1");
  if (!Number.isInteger(maxLength) || maxLength < Math.max(64, minLength) || maxLength > 4096) {
    throw new TypeError("passwordPolicy.maxLength must be a whole number from 64 to 4096, and not below minLength");
  }
  if (typeof common?.has !== "function") throw new TypeError("passwordPolicy.common must be a set of passwords, like commonPasswords()");
  return { minLength, maxLength, common };
}

/**
 * A password as it is hashed: NFC, so that composed and decomposed spellings are one (RFC 8265 §4.2.2), and
 * otherwise exactly what was typed: nothing trimmed, folded or cut.
 *
 * @throws AuthError `invalid_password` when it is no string or ill-formed UTF-16, `password_too_long`
 */
export function readPassword(input: unknown, policy: ResolvedPolicy, field = "password"): string {
  if (typeof input !== "string") throw new AuthError("invalid_password", "Password must be text", { field });
  // No spelling of maxLength code points is longer than this, and normalising megabytes is work.
  if (input.length > policy.maxLength * 8) throw tooLong(policy, field);
  if (!input.isWellFormed()) {
    throw new AuthError("invalid_password", "Password must be well-formed Unicode", { field });
  }
  // HMAC fills a key up with zero bytes (RFC 2104 §2), so with and without it would be one password.
  if (input.endsWith("\0")) throw new AuthError("invalid_password", "Password must not end in NUL", { field });
  const password = input.normalize("NFC");
  if (codePoints(password) > policy.maxLength) throw tooLong(policy, field);
  return password;
}

/**
 * A password that somebody chooses now. What is asked of it is no matter of signing in: it may have been less before.
 *
 * @param about whose it is to be: an e-mail address in canonical form, or its local part, is nobody's secret
 * @throws AuthError also `password_too_short`, `password_too_common`
 */
export function readNewPassword(input: unknown, policy: ResolvedPolicy, about: { email?: string; field?: string } = {}): string {
  const { email, field = "password" } = about;
  const password = readPassword(input, policy, field);
  if (codePoints(password) < policy.minLength) {
    throw new AuthError("password_too_short", `Password must be at least ${policy.minLength} characters`, { field });
  }
  const folded = password.toLowerCase();
  if (policy.common.has(folded)) throw new AuthError("password_too_common", "Password must not be one that many people use", { field });
  if (email !== undefined && (folded === email || folded === email.split("@")[0])) {
    throw new AuthError("password_too_common", "Password must not be the email address", { field });
  }
  return password;
}

function tooLong(policy: ResolvedPolicy, field: string): AuthError {
  return new AuthError("password_too_long", `Password must be at most ${policy.maxLength} characters`, { field });
}

function codePoints(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}
