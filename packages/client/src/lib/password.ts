import { userOf, type Connection } from "./connection.ts";
import type { JsonObject, User } from "./user.ts";

/** Forgotten and changed passwords. */
export interface PasswordActions<Metadata = JsonObject> {
  /**
   * Sends a mail with a link to set a new password, if the address has an account. The answer is the same if not.
   *
   * @throws LatchkeyError `invalid_email`, `rate_limited` (with `retryAfter`)
   */
  forgot(input: { readonly email: string }): Promise<void>;
  /**
   * Sets a new password by the token of that mail. All sessions end, and the user is signed in here.
   *
   * @throws LatchkeyError `invalid_token`, `invalid_password`, `password_too_short`, `password_too_long`,
   * `password_too_common`, `overloaded`
   */
  reset(input: { readonly token: string; readonly password: string }): Promise<User<Metadata>>;
  /**
   * Changes the password. All other sessions end.
   *
   * @param input the current password, which only a user without one leaves out, and the new one
   * @throws LatchkeyError `proof_required` (there is no password yet, and the last proof is too old),
   * `invalid_credentials` (the current password is wrong), `invalid_password` (the new one is the
   * current one), `password_too_short`, `password_too_long`, `password_too_common`, `unauthenticated`, `rate_limited`,
   * `overloaded`
   */
  change(input: {
    readonly currentPassword?: string | undefined;
    readonly newPassword: string;
  }): Promise<User<Metadata>>;
}

export function password(send: Connection): PasswordActions<unknown> {
  const post = { method: "POST", effect: "opens" } as const;
  return {
    forgot: async (body) => void (await send({ method: "POST", path: "/password/forgot", body })),
    reset: (body) => userOf(send({ ...post, path: "/password/reset", body })),
    change: (body) => userOf(send({ ...post, path: "/password/change", body })),
  };
}
