import { encodeBytes } from "../encoding/base64url.ts";

/** How what is stored for a user without a password begins. No hash begins like that. */
const NO_PASSWORD = "!";

/**
 * What is stored where a user has no password. It is another one each time: a step that must come after the one that
 * wrote it can compare it, as it compares hashes.
 */
export function noPassword(): string {
  return `${NO_PASSWORD}${encodeBytes(crypto.getRandomValues(new Uint8Array(15)))}`;
}

/** Whether a stored hash is of a password. */
export function isPassword(stored: string): boolean {
  return !stored.startsWith(NO_PASSWORD);
}
