import type { Client } from "../client.ts";
import type { Context } from "../context/context.ts";
import { emitAlone } from "../context/events.ts";
import { isCredentialId } from "../input/credential-id.ts";
import { callStorage } from "../storage/call-storage.ts";
import type { PasskeyRecord, PasskeyUse, PasskeyWithUser } from "../storage/storage.ts";
import type { OpenedTicket } from "../tickets/ticket.ts";
import { spendChallenge, userHandle, type CeremonyPurpose } from "./ceremony.ts";

/** What an authenticator has answered, and how to check it. */
export interface Assertion {
  /** The credential id, in base64url. */
  readonly id: string;
  /** The challenge that was answered, as `beginSignIn` or `beginProof` returned it. */
  readonly challenge: string;
  /** The user handle that was given, in base64url. `null`: none. */
  readonly userHandle: string | null;
  /**
   * Checks origin, relying party, user verification and signature.
   *
   * @param publicKey the key as it is stored
   * @returns what the authenticator says of itself; `null`: the answer is not by this key, or not for this application
   */
  verify(publicKey: string): Promise<{ readonly counter: number; readonly backedUp: boolean } | null>;
}

/** A passkey whose owner has just used it. */
export interface Asserted extends PasskeyWithUser {
  readonly use: PasskeyUse;
}

/** The passkey that an assertion names. `null`: there is none of this pool, or the user handle is another's. */
export async function findPasskey(
  context: Context,
  { id, userHandle: handle }: Assertion,
): Promise<PasskeyWithUser | null> {
  const found = isCredentialId(id) ? await callStorage(() => context.storage.passkeys.find(id)) : null;
  if (found?.user.pool !== context.pool) return null;
  return handle === null || handle === userHandle(context, found.user.id) ? found : null;
}

/** Checks an assertion by the key that it names. `null`: it is not by this key. */
export async function assertWith(
  context: Context,
  { passkey, user }: PasskeyWithUser,
  { assertion, opened }: { readonly assertion: Assertion; readonly opened: OpenedTicket },
): Promise<Asserted | null> {
  const verified = await assertion.verify(passkey.publicKey);
  if (!verified) return null;
  const { counter: to, backedUp } = verified;
  const use = { from: passkey.counter, to, backedUp, at: new Date(context.now()), ticket: opened.spent };
  return { passkey, user, use };
}

/**
 * Whether a counter has not moved on: then two authenticators may have the key (WebAuthn §6.1.1). Two zeros mean that
 * the authenticator does not count.
 */
export function isFallenBack({ from, to }: Pick<PasskeyUse, "from" | "to">): boolean {
  return to <= from && (from > 0 || to > 0);
}

/** What was refused, and for what. */
interface Refused {
  readonly asserted: Asserted;
  readonly challenge: string;
  readonly purpose: CeremonyPurpose;
  readonly client: Client;
}

/**
 * Tells of a key that may have been copied. An answer that comes a second time looks the same, but its challenge is
 * spent.
 *
 * @throws AuthError `flow_expired`, `storage_unavailable`
 */
export async function reportClone(context: Context, { asserted, challenge, purpose, client }: Refused): Promise<void> {
  await spendChallenge(context, purpose, challenge);
  await emitAlone(context, "passkey.cloned", { userId: asserted.user.id, client });
}

/**
 * Finds out why a step was refused: the challenge was spent, or the same key was used at the same moment elsewhere.
 *
 * @throws AuthError `flow_expired`, `storage_unavailable`
 */
export async function reportRefusedUse(context: Context, refused: Refused): Promise<void> {
  const { asserted, challenge, purpose, client } = refused;
  await spendChallenge(context, purpose, challenge);
  const now: PasskeyRecord | undefined = (await callStorage(() => context.storage.passkeys.find(asserted.passkey.id)))
    ?.passkey;
  if (now && isFallenBack({ from: now.counter, to: asserted.use.to }))
    await emitAlone(context, "passkey.cloned", { userId: asserted.user.id, client });
}
