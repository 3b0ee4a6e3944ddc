import { AuthError } from "../errors.ts";
import { contextWords, isDerivedFrom } from "./context-words.ts";

/**
 * What a new password must be, after NIST SP 800-63B-4 §3.1.1.2: long enough and not easy to guess, with no rules
 * about letters, digits and signs. Lengths count Unicode code points after NFC normalization. A sign-in checks only
 * `maxLength`, so a stricter policy locks out no user with an older password.
 *
 * A password is always refused when it is made of the user's e-mail address or user name (`password_too_common`).
 *
 * @example
 * ```ts
 * import { commonPasswords } from "@latchkey/core/common-passwords";
 * import { pwned } from "@latchkey/core/pwned";
 *
 * const auth = createAuth({
 *   storage,
 *   secret,
 *   passwordPolicy: { minLength: 12, common: commonPasswords(), serviceName: "Acme", breached: pwned() },
 * });
 * ```
 */
export interface PasswordPolicy {
  /** The fewest code points: a whole number from 1. Default 8. Refused with `password_too_short`. */
  readonly minLength?: number | undefined;
  /**
   * The most code points: 64 (NIST: verifiers should permit at least 64) to 4 096. Default 256. Refused with
   * `password_too_long`.
   */
  readonly maxLength?: number | undefined;
  /**
   * Passwords to refuse with `password_too_common`, in lower case (NIST: "blocklist"): `commonPasswords()` of
   * `@latchkey/core/common-passwords`, or a set of your own. Compared as a whole, without case. Default: none.
   */
  readonly common?: Pick<ReadonlySet<string>, "has"> | undefined;
  /**
   * What your service is called: `"Acme"`, or several names. A password made of a name is refused with
   * `password_too_common`. Default: none.
   */
  readonly serviceName?: string | readonly string[] | undefined;
  /**
   * Whether a password is known from a breach: `pwned()` of `@latchkey/core/pwned`, or a function of your own. Called
   * when a user chooses a password, never at sign-in. `true` refuses it with `password_too_common`; when the function
   * fails, the password is accepted. Default: none.
   */
  readonly breached?: ((password: string) => Promise<boolean>) | undefined;
}

/** A `PasswordPolicy`, checked and filled in. */
export interface ResolvedPolicy {
  readonly minLength: number;
  readonly maxLength: number;
  readonly common: Pick<ReadonlySet<string>, "has">;
  readonly serviceNames: readonly string[];
  readonly breached: ((password: string) => Promise<boolean>) | undefined;
}

/** @throws TypeError for an option that is out of bounds or of the wrong type */
export function resolvePolicy(policy: PasswordPolicy = {}): ResolvedPolicy {
  const { minLength = 8, maxLength = 256, common = new Set<string>(), serviceName = [], breached } = policy;
  if (!Number.isInteger(minLength) || minLength < 1)
    throw new TypeError("passwordPolicy.minLength must be a whole number from 1");
  if (!Number.isInteger(maxLength) || maxLength < Math.max(64, minLength) || maxLength > 4096) {
    throw new TypeError("passwordPolicy.maxLength must be a whole number from 64 to 4096, and not below minLength");
  }
  if (typeof common?.has !== "function")
    throw new TypeError("passwordPolicy.common must be a set of passwords, like commonPasswords()");
  const serviceNames = typeof serviceName === "string" ? [serviceName] : serviceName;
  if (!Array.isArray(serviceNames) || !serviceNames.every((name) => typeof name === "string" && name.trim() !== "")) {
    throw new TypeError('passwordPolicy.serviceName must be a name, like "Acme", or a list of names');
  }
  if (breached !== undefined && typeof breached !== "function") {
    throw new TypeError("passwordPolicy.breached must be a function, like pwned() from @latchkey/core/pwned");
  }
  return { minLength, maxLength, common, serviceNames: [...serviceNames], breached };
}

/**
 * A password as it is hashed: in NFC, so that composed and decomposed spellings are the same (RFC 8265 §4.2.2), and
 * otherwise exactly as typed. Nothing is trimmed, folded or cut.
 *
 * @throws AuthError `invalid_password` when it is not well-formed text or ends in NUL, `password_too_long`
 */
export function readPassword(input: unknown, policy: ResolvedPolicy, field = "password"): string {
  if (typeof input !== "string") throw new AuthError("invalid_password", "Password must be text", { field });
  // NFC turns no text longer than this into maxLength code points, and normalizing megabytes takes time.
  if (input.length > policy.maxLength * 8) throw tooLong(policy, field);
  if (!input.isWellFormed()) {
    throw new AuthError("invalid_password", "Password must be well-formed Unicode", { field });
  }
  // HMAC pads a key with zero bytes (RFC 2104 §2), so the password without the NUL would match as well.
  if (input.endsWith("\0")) throw new AuthError("invalid_password", "Password must not end in NUL", { field });
  const password = input.normalize("NFC");
  if (codePoints(password) > policy.maxLength) throw tooLong(policy, field);
  return password;
}

/** Whose password it will be, and which input field has it. */
export interface PasswordOwner {
  /** In canonical form. */
  readonly email?: string;
  /** In canonical form. */
  readonly username?: string | null;
  /** The input field that an error names. Default `"password"`. */
  readonly field?: string;
}

/**
 * A password that a user chooses now. The policy is not asked at sign-in: a password may be older than the policy.
 * Whether it is known from a breach is asked when it is hashed (`hashNewPassword`).
 *
 * @param about a password made of the address or the user name is refused (NIST SP 800-63B-4 §3.1.1.2)
 * @throws AuthError `password_too_short`, `password_too_common`, and what `readPassword` throws
 */
export function readNewPassword(input: unknown, policy: ResolvedPolicy, about: PasswordOwner = {}): string {
  const { email, username, field = "password" } = about;
  const password = readPassword(input, policy, field);
  if (codePoints(password) < policy.minLength) {
    throw new AuthError("password_too_short", `Password must be at least ${policy.minLength} characters`, { field });
  }
  if (policy.common.has(password.toLowerCase()) || policy.common.has(password.normalize("NFKC").toLowerCase())) {
    throw tooCommon("Password must not be one that many people use", field);
  }
  if (isDerivedFrom(password, contextWords({ email, username, serviceNames: policy.serviceNames }))) {
    throw tooCommon("Password must not be made of the email address, the user name or the name of this service", field);
  }
  return password;
}

export function tooCommon(message: string, field: string): AuthError {
  return new AuthError("password_too_common", message, { field });
}

function tooLong(policy: ResolvedPolicy, field: string): AuthError {
  return new AuthError("password_too_long", `Password must be at most ${policy.maxLength} characters`, { field });
}

function codePoints(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}
