import { AuthError } from "../errors.ts";

/** Longer inputs are not looked at. */
const MAX_INPUT = 32;

/**
 * The digits of a code that somebody has typed or pasted: spaces and hyphens between them are dropped, and full-width
 * digits are the digits they mean.
 *
 * @throws AuthError `invalid_code`, for anything but six digits
 */
export function readCode(input: unknown): string {
  if (typeof input !== "string" || input.length > MAX_INPUT) throw invalidCode();
  const digits = input.normalize("NFKC").replace(/[\s-]+/g, "");
  if (!/^\d{6}$/.test(digits)) throw invalidCode();
  return digits;
}

/** The error for a code that is wrong, used or no code. */
export function invalidCode(): AuthError {
  return new AuthError("invalid_code", "This code is not right, or no longer valid", { field: "code" });
}
