import type { Context } from "./context.ts";
import { tooCommon } from "./password-policy.ts";

/**
 * The hash of a password that somebody chooses now, if no breach is known to have it. The list of breaches is asked before
 * a place in front of the hasher is taken, so that a slow answer holds up this caller alone.
 *
 * @param password from `readNewPassword`
 * @throws AuthError `password_too_common`, `overloaded`
 */
export async function hashNewPassword({ passwords, passwordPolicy }: Context, password: string, field = "password"): Promise<string> {
  if (await isBreached(passwordPolicy.breached, password)) {
    throw tooCommon("Password must not be one that is known from a breach", field);
  }
  return passwords.hash(password);
}

/** A list that does not answer must not keep anybody from an account. */
async function isBreached(breached: ((password: string) => Promise<boolean>) | undefined, password: string): Promise<boolean> {
  try {
    return (await breached?.(password)) === true;
  } catch {
    return false;
  }
}
