/** The password hash that every peer gets which lets one choose it, so that the libraries are compared and not their hashes. */

import { pbkdf2, randomBytes, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";

const derive = promisify(pbkdf2);
const native = (password, salt) => derive(password, salt, 100_000, 64, "sha512");

/** What an unknown user's password is checked against, so that the time taken does not tell who has an account. */
const nobody = `${"0".repeat(32)}:${"0".repeat(128)}`;

/**
 * @param {"pbkdf2" | "none"} kind PBKDF2-HMAC-SHA512 with 100 000 iterations, or nothing at all
 * @returns {{ hash(password: string): Promise<string>, verify(password: string, stored?: string): Promise<boolean> }}
 */
export function passwords(kind) {
  if (kind === "none")
    return { hash: async (password) => password, verify: async (password, stored) => password === stored };
  return {
    async hash(password) {
      const salt = randomBytes(16);
      return `${salt.toString("hex")}:${(await native(password, salt)).toString("hex")}`;
    },
    async verify(password, stored = nobody) {
      const [salt, expected] = stored.split(":").map((part) => Buffer.from(part, "hex"));
      return timingSafeEqual(await native(password, salt), expected);
    },
  };
}
