import { AuthError } from "../errors.ts";

/** Longer inputs are not looked at. */
const MAX_LENGTH = 64;

/**
 * The six digits of a code that somebody has typed or pasted. Phones show codes in groups, and Japanese keyboards write
 * full-width digits: see `plain`.
 *
 * @throws AuthError `invalid_code`, for anything but six digits
 */
export function readCode(input: unknown): string {
  const digits = plain(input);
  if (digits === null || !/^\d{6}$/.test(digits)) throw invalidCode();
  return digits;
}

/** Of two texts that people see as one code, one: without spaces and hyphens. `null`: it is no code. */
export function plain(input: unknown): string | null {
  if (typeof input !== "string" || input.length > MAX_LENGTH) return null;
  return input.normalize("NFKC").replaceAll(/[\s\p{Pd}]/gu, "");
}

/** The error for a code that is wrong, used, too old or no code. */
export function invalidCode(field: "code" | "recoveryCode" = "code"): AuthError {
  return new AuthError("invalid_code", "This code is not right, or no longer valid", { field });
}
