import { userOf, type Connection } from "./connection.ts";
import type { JsonObject, User } from "./user.ts";

/** What users do with their account. */
export interface AccountActions<Metadata = JsonObject, MetadataInput = Metadata> {
  /**
   * Replaces the metadata as a whole. `null` deletes it.
   *
   * @throws LatchkeyError `invalid_metadata` (with `field`), `unauthenticated`
   */
  update(input: { readonly metadata: MetadataInput | null }): Promise<User<Metadata>>;
  /**
   * Deletes the account, with its sessions, API keys and connected accounts.
   *
   * @param input the password of the user. Not needed within five minutes of a sign-in or of `client.prove`
   * @throws LatchkeyError `proof_required` (the last proof is too old), `invalid_credentials` (the password is wrong),
   * `unauthenticated`, `rate_limited`, `overloaded`
   */
  delete(input?: { readonly currentPassword?: string | undefined }): Promise<void>;
}

export function account(send: Connection): AccountActions<unknown> {
  return {
    update: (body) => userOf(send({ method: "PATCH", path: "/me", body, effect: "changes" })),
    delete: async (body = {}) => void (await send({ method: "POST", path: "/me/delete", body, effect: "ends" })),
  };
}
