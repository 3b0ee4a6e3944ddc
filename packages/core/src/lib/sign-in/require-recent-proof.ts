import type { Client } from "../client.ts";
import type { Context } from "../context/context.ts";
import { AuthError } from "../errors.ts";
import type { SessionWithUser } from "../storage/storage.ts";
import { readCurrentPassword, reauthenticate } from "./reauthenticate.ts";

/** For how many seconds a proof counts as recent. */
const RECENT_PROOF_S = 300;

/** What a user gives beside the session for an action that hurts. */
export interface Proof {
  /** The current password. Without it, the session must have been proved recently. */
  readonly currentPassword?: string | undefined;
  readonly client: Client;
  /** Seconds since the last proof of the session that are still recent. Default: 300. */
  readonly within?: number | undefined;
}

/**
 * Checks that the user of a session has just proved to be the one: by the current password, or when the session was
 * opened or proved a moment ago, by whatever way in (OWASP ASVS 5.0, 7.5.1). So users without a password can do it,
 * too, and a device that was left signed in cannot.
 *
 * @throws AuthError `proof_required`; with `currentPassword` also `invalid_password`, `password_too_long`,
 * `invalid_credentials`, `overloaded`, `storage_unavailable`, and what a guard throws
 */
export async function requireRecentProof(context: Context, live: SessionWithUser, proof: Proof): Promise<void> {
  const { currentPassword, client } = proof;
  if (currentPassword === undefined) return requireRecent(context, live, proof.within);
  const password = readCurrentPassword(context, currentPassword);
  await reauthenticate(context, { userId: live.user.id, password, client });
}

/** Checks when the session was last proved. `within` in seconds. @throws AuthError `proof_required` */
export function requireRecent(context: Context, { session }: SessionWithUser, within?: number): void {
  if (!isRecent(context, session.provedAt, within)) throw proofRequired();
}

/** @param methods the proof must be by one of these. Not set: by any */
export function proofRequired(methods?: readonly string[]): AuthError {
  return new AuthError("proof_required", "Prove again that you are the user of this account", { methods });
}

/** Which proof is enough for an action that hurts. */
export interface ProofBy {
  /** Seconds since the proof. Default: 300. */
  readonly within?: number | undefined;
  /** The proof must have been by one of these. Default: any. */
  readonly methods?: readonly string[] | undefined;
}

/** Checks when and by what the session was last proved. @throws AuthError `proof_required` */
export function requireProofBy(context: Context, { session }: SessionWithUser, { within, methods }: ProofBy): void {
  const isBy = !methods || methods.some((method) => session.methods.includes(method));
  if (!isBy || !isRecent(context, session.provedAt, within)) throw proofRequired(methods);
}

/** Whether a proof is at most so many seconds old. */
export function isRecent({ now }: Context, provedAt: Date, within: number = RECENT_PROOF_S): boolean {
  return provedAt.getTime() + within * 1000 > now();
}
