import { AuthError } from "../errors.ts";
import { isDerivedFrom, contextWords } from "./context-words.ts";

/** Lengths count Unicode code points after NFC normalisation (NIST SP 800-63B-4 §3.1.1.2). */
export interface PasswordPolicy {
  /** Default 8. */
  readonly minLength?: number | undefined;
  /** Default 256; at least 64 (NIST SP 800-63B-4: verifiers should permit 64). */
  readonly maxLength?: number | undefined;
  /**
   * Passwords that nobody may choose, in lower case: `commonPasswords()` of `@latchkey/core/common-passwords`, or any set
   * (NIST SP 800-63B-4 §3.1.1.2, "blocklist"). Compared whole, without case. Default none.
   */
  readonly common?: Pick<ReadonlySet<string>, "has"> | undefined;
  /** What your service is called: `"Acme"`, or several names. A password made of it is refused. Default none. */
  readonly serviceName?: string | readonly string[] | undefined;
  /**
   * Whether a password is known from a breach: `pwned()` of `@latchkey/core/pwned`, or any function. Asked when somebody
   * chooses a password, never at sign-in. When it fails, the password is taken. Default none.
   */
  readonly breached?: ((password: string) => Promise<boolean>) | undefined;
}

export interface ResolvedPolicy {
  readonly minLength: number;
  readonly maxLength: number;
  readonly common: Pick<ReadonlySet<string>, "has">;
  readonly serviceNames: readonly string[];
  readonly breached: ((password: string) => Promise<boolean>) | undefined;
}

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

/** Whose password it is to be. */
export interface PasswordContext {
  /** In canonical form. */
  readonly email?: string;
  /** In canonical form. */
  readonly username?: string | null;
  /** Where the password was given. Default `"password"`. */
  readonly field?: string;
}

/**
 * A password that somebody chooses now. What is asked of it is no matter of signing in: it may have been less before.
 * Whether a breach has it is asked when it is hashed (`hashNewPassword`).
 *
 * @param context a password made of the address or the user name is no secret (NIST SP 800-63B-4 §3.1.1.2)
 * @throws AuthError also `password_too_short`, `password_too_common`
 */
export function readNewPassword(input: unknown, policy: ResolvedPolicy, context: PasswordContext = {}): string {
  const { field = "password" } = context;
  const password = readPassword(input, policy, field);
  if (codePoints(password) < policy.minLength) {
    throw new AuthError("password_too_short", `Password must be at least ${policy.minLength} characters`, { field });
  }
  if (policy.common.has(password.toLowerCase()) || policy.common.has(password.normalize("NFKC").toLowerCase())) {
    throw tooCommon("Password must not be one that many people use", field);
  }
  if (isDerivedFrom(password, contextWords(context.email, context.username, policy.serviceNames))) {
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
