import { AuthError } from "../errors.ts";
import type { Guard } from "./guard.ts";

/**
 * Lets only users with a verified address sign in. The others hear so after the right password, and never before: a
 * wrong one is `invalid_credentials` as for everybody.
 *
 * The session that signing up opens is not touched, so that a new user can ask for the mail again or mend the address;
 * ask for `user.emailVerified` where that is too early. Who has lost that session sets a new password by e-mail, which
 * verifies the address.
 *
 * @returns a guard that refuses with AuthError `email_not_verified`
 */
export function requireVerifiedEmail(): Guard {
  return {
    async onAttempt() {},
    async onCorrectPassword({ purpose }, user) {
      if (purpose === "sign_in" && !user.emailVerified)
        throw new AuthError("email_not_verified", "The email address is not verified yet");
    },
  };
}
