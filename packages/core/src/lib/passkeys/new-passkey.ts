import type { Context } from "../context/context.ts";
import { AuthError } from "../errors.ts";
import { isCredentialId } from "../input/credential-id.ts";
import { isName } from "../input/name.ts";
import type { PasskeyRecord } from "../storage/storage.ts";

/** A passkey that was just made. Whoever hands it in has verified all of it. */
export interface VerifiedRegistration {
  /** The challenge that the authenticator answered, as `beginAdd` or `beginSignUp` returned it. */
  readonly challenge: string;
  /** The credential id: 16 to 1023 bytes, in base64url. */
  readonly id: string;
  /** The public key as COSE has it (RFC 9052 §7), in base64url. */
  readonly publicKey: string;
  /** The signature counter: 0 where the authenticator has none. */
  readonly counter: number;
  /** How a browser reaches it: `["internal", "hybrid"]`. */
  readonly transports: readonly string[];
  /** Whether it may be copied to other devices. */
  readonly backupEligible: boolean;
  /** Whether it is copied by now. */
  readonly backedUp: boolean;
  /** The model of the authenticator, a UUID. */
  readonly aaguid: string;
  /** 1 to 64 characters, for its owner to know it by. */
  readonly name: string;
}

/** A passkey that is not stored yet. @throws AuthError `invalid_passkey`, `invalid_input` (field `name`) */
export function newPasskey(context: Context, made: VerifiedRegistration, userId: string): PasskeyRecord {
  if (!isCredentialId(made.id))
    throw new AuthError("invalid_passkey", "The id of the passkey is too short or too long", { field: "response" });
  return {
    id: made.id,
    userId,
    publicKey: made.publicKey,
    counter: made.counter,
    transports: made.transports,
    backupEligible: made.backupEligible,
    backedUp: made.backedUp,
    aaguid: made.aaguid,
    name: readName(made.name),
    createdAt: new Date(context.now()),
    lastUsedAt: null,
  };
}

/** @throws AuthError `invalid_input` (field `name`) */
export function readName(name: unknown): string {
  if (!isName(name)) throw new AuthError("invalid_input", "name must be 1 to 64 characters", { field: "name" });
  return name;
}
