import type { Context, LiveSession } from "../context/context.ts";
import { digest } from "../encoding/digest.ts";
import { AuthError } from "../errors.ts";
import { openTicket, sealTicket, spendTicket, type OpenedTicket } from "../tickets/ticket.ts";

/** What a ceremony is for. A challenge of one is none of another. */
export type CeremonyPurpose = "add" | "sign_in" | "sign_up" | "prove";

/** How long a ceremony may take, in seconds. */
const CEREMONY_LIFETIME_S = 300;

/** Whom a ceremony is for: a user with a session, or a newcomer whose address is known. */
interface Begun {
  readonly userId: string | null;
  readonly data?: { readonly session?: string; readonly email?: string };
}

/**
 * The challenge of a ceremony (WebAuthn §13.4.3). It is a ticket, so it cannot be guessed or made, nothing is stored
 * for strangers, and it comes back inside of what the authenticator signs (decisions/019).
 *
 * @returns base64url
 */
export function newChallenge(context: Context, purpose: CeremonyPurpose, begun: Begun): Promise<string> {
  const { userId, data = {} } = begun;
  return sealTicket(context, { purpose: ticketPurpose(purpose), lifetime: CEREMONY_LIFETIME_S, userId, data });
}

/** Reads a challenge, which stays good. @throws AuthError `flow_expired` */
export async function openChallenge(
  context: Context,
  purpose: CeremonyPurpose,
  challenge: string,
): Promise<OpenedTicket> {
  const opened = await openTicket(context, challenge, ticketPurpose(purpose));
  if (!opened) throw expired();
  return opened;
}

/** Reads a challenge of a user with a session: no other user and no other session can use it. @throws `flow_expired` */
export async function openOwnChallenge(
  context: Context,
  { user, session }: LiveSession,
  { purpose, challenge }: { readonly purpose: CeremonyPurpose; readonly challenge: string },
): Promise<OpenedTicket> {
  const opened = await openChallenge(context, purpose, challenge);
  const { userId, data } = opened.ticket;
  if (userId !== user.id || data.session !== session.id) throw expired();
  return opened;
}

/** Uses a challenge up. @throws AuthError `flow_expired` (it was used), `storage_unavailable` */
export async function spendChallenge(context: Context, purpose: CeremonyPurpose, challenge: string): Promise<void> {
  if (!(await spendTicket(context, challenge, ticketPurpose(purpose)))) throw expired();
}

/**
 * The user handle (WebAuthn §5.4.3): 32 bytes in base64url, always the same for a user, and nothing that tells who it
 * is.
 */
export function userHandle({ pool }: Context, userId: string): string {
  return digest(JSON.stringify(["latchkey passkey user handle", pool, userId]));
}

function ticketPurpose(purpose: CeremonyPurpose): string {
  return `passkey_${purpose}`;
}

function expired(): AuthError {
  return new AuthError("flow_expired", "This took too long, or was done already: begin again");
}
