import type { Client } from "../client.ts";
import type { CreationJson } from "./json.ts";
import { keep } from "./keep.ts";
import { signalList, signalUnknown, type Signal } from "./signals.ts";

/** A passkey of the user. Times are ISO 8601 in UTC. */
export interface Passkey {
  /** The credential id, in base64url. It is no secret. */
  readonly id: string;
  /** The name that its owner gave it, or one by its kind: `"Synced passkey"`, `"Security key"`. */
  readonly name: string;
  /** When it was added. */
  readonly createdAt: string;
  /** When it was last used. `null`: never. */
  readonly lastUsedAt: string | null;
  /** Whether it is backed up, as keys are that follow their owner to other devices. */
  readonly backedUp: boolean;
  /** How browsers reach it: `["internal", "hybrid"]`. */
  readonly transports: readonly string[];
  /** The model of the authenticator, as it says itself. */
  readonly aaguid: string;
}

/** The passkeys of the user. Every method may fail with `unauthenticated`. */
export interface PasskeyActions {
  /**
   * Adds one, on this device or another.
   *
   * @param input `name`: 1 to 64 characters. Default: one by its kind
   * @throws LatchkeyError `proof_required` (the last proof is too old), `access_denied` (no passkey was made),
   * `passkey_taken` (this device has one for the account), `flow_expired` (it took too long), `invalid_input` (with
   * `field`), `refused` (there are too many)
   */
  add(input?: { readonly name?: string | undefined }): Promise<Passkey>;
  /** Lists them, and tells the browser which there are, where it wants to know: it then offers no others. */
  list(): Promise<readonly Passkey[]>;
  /**
   * Gives one another name.
   *
   * @throws LatchkeyError `invalid_input` (with `field`), `not_found`
   */
  rename(input: { readonly id: string; readonly name: string }): Promise<void>;
  /**
   * Deletes one: nobody can sign in with it from then on.
   *
   * @param input `id`, and `currentPassword`, which is not needed within five minutes of a sign-in or of a proof
   * @throws LatchkeyError `proof_required` (the last proof is too old), `last_way_in` (there would be no way to sign in
   * left), `not_found`, `invalid_credentials` (the password is wrong), `rate_limited`, `overloaded`
   */
  delete(input: { readonly id: string; readonly currentPassword?: string | undefined }): Promise<void>;
}

export function ownPasskeys({ request }: Pick<Client<unknown>, "request">): PasskeyActions {
  let rpId: string | undefined;
  return {
    async add({ name } = {}) {
      const { options } = await request<{ options: CreationJson }>("POST", "/passkeys/options");
      const { passkey } = await keep(options, (response) =>
        request<{ passkey: Passkey }>("POST", "/passkeys", { response, name }),
      );
      return passkey;
    },
    async list() {
      const { passkeys, signal } = await request<{ passkeys: readonly Passkey[]; signal: Signal }>("GET", "/passkeys");
      rpId = signal.rpId;
      signalList(signal);
      return passkeys;
    },
    rename: async ({ id, name }) => void (await request("POST", "/passkeys/rename", { id, name })),
    async delete({ id, currentPassword }) {
      await request("POST", "/passkeys/delete", { id, currentPassword });
      if (rpId !== undefined) signalUnknown(rpId, id);
    },
  };
}
