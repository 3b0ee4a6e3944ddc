import type { LatchkeyError } from "@latchkey/client";

/**
 * The sentence for a dialog that ended without a passkey, for `sentenceOf`. Browsers do not tell whether the person has
 * closed it, has no passkey here, or was not verified (WebAuthn Level 3 §14.5.2): so it blames nobody.
 */
export function ifDenied(sentence: string): (error: LatchkeyError) => string | undefined {
  return ({ code }) => (code === "access_denied" ? sentence : undefined);
}
