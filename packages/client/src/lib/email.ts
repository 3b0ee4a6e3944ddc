import { userOf, type Connection } from "./connection.ts";
import type { JsonObject, User } from "./user.ts";

/** What proves who opened the link of a mail. */
export interface MailProof {
  /** The token of the link. */
  readonly token: string;
  /** The password of the account. Needed only while its owner is not signed in here. */
  readonly password?: string | undefined;
}

/** Verified and changed e-mail addresses. */
export interface EmailActions<Metadata = JsonObject> {
  /**
   * Sends the user a mail with a link to verify the address. Does nothing if it is verified.
   *
   * @throws LatchkeyError `unauthenticated`, `rate_limited` (with `retryAfter`)
   */
  sendVerification(): Promise<void>;
  /**
   * Verifies the address by the token of that mail, and signs the user in here. All other sessions end.
   *
   * @throws LatchkeyError `unauthenticated` (the account of the link is not signed in here: ask for its password),
   * `invalid_token`, `invalid_credentials` (the password is wrong), `invalid_password`, `password_too_long`,
   * `rate_limited`, `overloaded`
   */
  verify(input: MailProof): Promise<User<Metadata>>;
  /**
   * Sends a mail with a link to the new address.
   *
   * @param input the new address, and the password of the user. The password is not needed within five minutes of a
   *   sign-in or of `client.prove`
   * @throws LatchkeyError `proof_required` (the last proof is too old), `invalid_email` (also if it is the current
   * one), `invalid_credentials` (the password is wrong), `unauthenticated`, `rate_limited` (with `retryAfter`),
   * `overloaded`
   */
  change(input: { readonly email: string; readonly currentPassword?: string | undefined }): Promise<void>;
  /**
   * Changes the address by the token of that mail. It signs nobody in.
   *
   * @throws LatchkeyError `unauthenticated` (the account of the link is not signed in here: ask for its password),
   * `invalid_token`, `user_exists` (another account has the address), `invalid_credentials` (the password is wrong),
   * `rate_limited`, `overloaded`
   */
  confirm(input: MailProof): Promise<User<Metadata>>;
}

export function email(send: Connection): EmailActions<unknown> {
  const post = { method: "POST", ofAnyAccount: true } as const;
  return {
    sendVerification: async () => void (await send({ method: "POST", path: "/email/send-verification" })),
    verify: (body) => userOf(send({ ...post, effect: "opens", path: "/email/verify", body })),
    change: async (body) => void (await send({ method: "POST", path: "/email/change", body })),
    confirm: (body) => userOf(send({ ...post, effect: "changes", path: "/email/confirm", body })),
  };
}
