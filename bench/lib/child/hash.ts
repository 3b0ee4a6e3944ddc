import { pbkdf2, randomBytes } from "node:crypto";
import { promisify } from "node:util";

const derive = promisify(pbkdf2);
const salt = randomBytes(16);

/** What a sign-in cannot do without: PBKDF2-HMAC-SHA512, 100 000 iterations, by Node's own asynchronous implementation. */
export async function hash(): Promise<void> {
  await derive("correct horse battery staple", salt, 100_000, 64, "sha512");
}
