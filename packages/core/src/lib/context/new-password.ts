import type { Context } from "./context.ts";
import type { QueueKey } from "../passwords/fair-queue.ts";
import { tooCommon } from "../passwords/password-policy.ts";

/**
 * The hash of a password that somebody chooses now, if no breach is known to have it.
 *
 * @param password from `readNewPassword`
 * @throws AuthError `password_too_common`, `overloaded`
 */
export async function hashNewPassword(
  context: Context,
  password: string,
  turn: QueueKey,
  field = "password",
): Promise<string> {
  const passwordHash = await context.passwords.enqueue(turn, ({ hash }) => hash(password));
  await requireUnbreached(context, password, field);
  return passwordHash;
}

/**
 * Asks the list of breaches. Call it after the turn: a slow answer then holds up this caller alone, and whom a guard or a
 * full queue refuses asks nothing of it.
 *
 * @throws AuthError `password_too_common`
 */
export async function requireUnbreached(
  { passwordPolicy }: Context,
  password: string,
  field = "password",
): Promise<void> {
  if (await isBreached(passwordPolicy.breached, password)) {
    throw tooCommon("Password must not be one that is known from a breach", field);
  }
}

/** A list that does not answer must not keep anybody from an account. */
async function isBreached(
  breached: ((password: string) => Promise<boolean>) | undefined,
  password: string,
): Promise<boolean> {
  try {
    return (await breached?.(password)) === true;
  } catch {
    return false;
  }
}
