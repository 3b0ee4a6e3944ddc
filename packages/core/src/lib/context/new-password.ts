import type { Context } from "./context.ts";
import type { QueueKey } from "../passwords/fair-queue.ts";
import { tooCommon } from "../passwords/password-policy.ts";

/**
 * The hash of a password that a user chooses now, if the password is not known from a breach.
 *
 * @param password from `readNewPassword`
 * @param options `key`: by what the queue sorts it; `field`: the input field that an error names, default `"password"`
 * @throws AuthError `password_too_common`, `overloaded`
 */
export async function hashNewPassword(
  context: Context,
  password: string,
  { key, field }: { readonly key: QueueKey; readonly field?: string },
): Promise<string> {
  const passwordHash = await context.passwords.enqueue(key, ({ hash }) => hash(password));
  await requireUnbreached(context, password, field);
  return passwordHash;
}

/**
 * Refuses a password that is known from a breach. Call it after the work in the queue: a slow answer then delays this
 * caller alone, and an attempt that a guard or a full queue refuses looks up nothing.
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

/** `false` when the lookup fails: a list that does not answer must not keep users out of their accounts. */
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
