import { resetCounters, withPassword } from "./check-password.ts";
import type { Client } from "../client.ts";
import type { Context } from "../context/context.ts";
import { readPassword } from "../passwords/password-policy.ts";
import type { Credentials } from "../storage/storage.ts";

/** The password of a user who has a session or a mailed token already. */
export interface Reauthentication {
  readonly userId: string;
  /** From `readPassword` or `readCurrentPassword`. */
  readonly password: string;
  readonly client: Client;
  /** The user of a mailed token who has no session. Guesses then count as they do at sign-in. */
  readonly mailed?: Credentials;
}

/** Reads the `currentPassword` of an input. @throws AuthError `invalid_password`, `password_too_long` */
export function readCurrentPassword({ passwordPolicy }: Context, input: unknown): string {
  return readPassword(input, passwordPolicy, "currentPassword");
}

/**
 * Checks the password of a user who wants to change the account.
 *
 * @returns the user as storage has it now
 * @throws AuthError `invalid_credentials`, `overloaded`, `storage_unavailable`, and what a guard throws
 */
export async function reauthenticate(
  context: Context,
  { userId, password, client, mailed }: Reauthentication,
): Promise<Credentials> {
  const find = async () => mailed ?? context.storage.users.find(userId);
  const tried = { purpose: "reauthentication", name: mailed?.user.email ?? userId, password, client, find } as const;
  return withPassword(context, tried, async ({ counters, ...found }) => {
    await resetCounters(context, counters);
    return found;
  });
}
