import type { Context } from "../context/context.ts";
import type { FactorWithUser } from "../storage/storage.ts";
import { readTicket, sealTicket } from "../tickets/ticket.ts";

const PURPOSE = "trusted_device";
/** 30 days, in seconds. */
export const TRUST_S = 30 * 86_400;

/**
 * What a browser keeps to be trusted: sealed, and bound to the user, the session version and the factor. So a new
 * password, signing out everywhere, forgetting devices and turning the factor off all end it.
 */
export function sealDevice(context: Context, { factor, user }: FactorWithUser): Promise<string> {
  const data = { version: user.sessionVersion, since: factor.trustedSince.getTime() };
  return sealTicket(context, { purpose: PURPOSE, lifetime: TRUST_S, userId: user.id, data });
}

/** Whether a browser is trusted by this user now. */
export async function isTrustedDevice(
  context: Context,
  device: unknown,
  { factor, user }: FactorWithUser,
): Promise<boolean> {
  const ticket = device === undefined ? null : await readTicket(context, device, PURPOSE);
  return (
    ticket !== null &&
    ticket.userId === user.id &&
    ticket.data.version === user.sessionVersion &&
    ticket.data.since === factor.trustedSince.getTime()
  );
}
