import { AuthError } from "../errors.ts";
import type { Guard } from "./guard.ts";

/**
 * Lets only users with a verified e-mail address sign in, by whatever way. Other users learn this after the correct
 * password and never before: a wrong password is `invalid_credentials`, as for every account.
 *
 * The session that signing up opens is left alone, so that a new user can ask for the mail again or correct the
 * address. Check `user.emailVerified` where that is not enough. A user who has lost that session resets the password
 * by mail, which verifies the address.
 *
 * @returns a guard that refuses with AuthError `email_not_verified`
 *
 * @example
 * ```ts
 * import { requireVerifiedEmail } from "@latchkey/core/require-verified-email";
 * import { throttle } from "@latchkey/core/throttle";
 *
 * const auth = createAuth({ storage, secret, guards: [throttle(), requireVerifiedEmail()] });
 * ```
 */
export function requireVerifiedEmail(): Guard {
  return {
    async onAttempt() {},
    async onCorrectPassword() {},
    async beforeSession({ purpose, user }) {
      if (purpose === "sign_in" && !user.emailVerified)
        throw new AuthError("email_not_verified", "The email address is not verified yet");
    },
  };
}
