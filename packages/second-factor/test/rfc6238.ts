import { expect, it } from "vitest";
import { findStep } from "../src/lib/totp.ts";

const SECRET = new TextEncoder().encode("12345678901234567890");

/** RFC 6238, appendix B, SHA-1: seconds since 1970, and the code of 8 digits. */
const VECTORS: readonly (readonly [seconds: number, code: string])[] = [
  [59, "94287082"],
  [1_111_111_109, "07081804"],
  [1_111_111_111, "14050471"],
  [1_234_567_890, "89005924"],
  [2_000_000_000, "69279037"],
  [20_000_000_000, "65353130"],
];

export function vectors(): void {
  it.each(VECTORS)("SF02 a code is what RFC 6238 says at %d", (seconds, code) => {
    // Six digits are the last six of eight: both are the same number, modulo a power of ten (RFC 4226 §5.3).
    const digits = code.slice(2);
    const step = Math.floor(seconds / 30);
    expect(findStep(SECRET, { digits, now: seconds * 1000 })).toBe(step);
    expect(findStep(SECRET, { digits, now: (seconds + 30) * 1000 })).toBe(step);
    expect(findStep(SECRET, { digits, now: (seconds - 30) * 1000 })).toBe(step);
    expect(findStep(SECRET, { digits, now: (seconds + 60) * 1000 })).toBeNull();
    expect(findStep(SECRET, { digits, now: (seconds - 60) * 1000 })).toBeNull();
  });
}
