import { AuthError } from "../errors.ts";

/** Longer texts are no codes, and are not looked at. */
const MAX_LENGTH = 64;
const CODE = /^\d{6}$/;

/** A code of the second factor, or a recovery code: one of the two. */
export interface Guess {
  /** What the app shows: 6 digits. */
  readonly code?: string | undefined;
  /** One of the ten that were shown when the factor was turned on. */
  readonly recoveryCode?: string | undefined;
}

/**
 * The six digits of a code. Spaces do not count, and digits of another width are the digits that they mean: phones show
 * codes in groups, and Japanese keyboards write full-width ones.
 *
 * @throws AuthError `invalid_code`
 */
export function readCode(code: unknown): string {
  const digits = plain(code);
  if (digits === null || !CODE.test(digits)) throw wrongCode();
  return digits;
}

/** Of two texts that people see as one code, one. `null`: it is no code. */
export function plain(code: unknown): string | null {
  if (typeof code !== "string" || code.length > MAX_LENGTH) return null;
  return code.normalize("NFKC").replaceAll(/[\s\p{Pd}]/gu, "");
}

/** The error for a code that is wrong, too old or used. */
export function wrongCode(field: keyof Guess = "code"): AuthError {
  return new AuthError("invalid_code", "This code is wrong, or was used already", { field });
}
