import { AuthError } from "./errors.ts";

/** Lengths count Unicode code points after NFC normalisation (NIST SP 800-63B §3.1.1.2). */
export interface PasswordPolicy {
  /** Default 8. */
  readonly minLength?: number;
  /** Default 256; at least 64 (NIST SP 800-63B: verifiers should permit 64). */
  readonly maxLength?: number;
}

export type ResolvedPolicy = Required<PasswordPolicy>;

export function resolvePolicy(policy: PasswordPolicy = {}): ResolvedPolicy {
  const { minLength = 8, maxLength = 256 } = policy;
  if (!Number.isInteger(minLength) || minLength < 1) throw new TypeError("passwordPolicy.minLength must be a whole number from 1");
  if (!Number.isInteger(maxLength) || maxLength < Math.max(64, minLength) || maxLength > 4096) {
    throw new TypeError("passwordPolicy.maxLength must be a whole number from 64 to 4096, and not below minLength");
  }
  return { minLength, maxLength };
}

/**
 * A password as it is hashed: NFC, so that composed and decomposed spellings are one (RFC 8265 §4.2.2), and
 * otherwise exactly what was typed: nothing trimmed, folded or cut.
 *
 * @throws AuthError `invalid_password` when it is no string or ill-formed UTF-16, `password_too_long`
 */
export function readPassword(input: unknown, policy: ResolvedPolicy): string {
  if (typeof input !== "string") throw new AuthError("invalid_password", "Password must be text", { field: "password" });
  // No spelling of maxLength code points is longer than this, and normalising megabytes is work.
  if (input.length > policy.maxLength * 8) throw tooLong(policy);
  if (!input.isWellFormed()) {
    throw new AuthError("invalid_password", "Password must be well-formed Unicode", { field: "password" });
  }
  // HMAC fills a key up with zero bytes (RFC 2104 §2), so with and without it would be one password.
  if (input.endsWith("\0")) throw new AuthError("invalid_password", "Password must not end in NUL", { field: "password" });
  const password = input.normalize("NFC");
  if (codePoints(password) > policy.maxLength) throw tooLong(policy);
  return password;
}

/**
 * A password that somebody chooses now. The minimum is no matter of signing in: it may have been raised since.
 *
 * @throws AuthError also `password_too_short`
 */
export function readNewPassword(input: unknown, policy: ResolvedPolicy): string {
  const password = readPassword(input, policy);
  if (codePoints(password) < policy.minLength) {
    throw new AuthError("password_too_short", `Password must be at least ${policy.minLength} characters`, { field: "password" });
  }
  return password;
}

function tooLong(policy: ResolvedPolicy): AuthError {
  return new AuthError("password_too_long", `Password must be at most ${policy.maxLength} characters`, { field: "password" });
}

function codePoints(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}
