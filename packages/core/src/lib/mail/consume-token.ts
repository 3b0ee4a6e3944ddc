import type { Context } from "../context/context.ts";
import { AuthError } from "../errors.ts";
import { putOneTimeToken, takeOneTimeToken, type Purpose } from "./one-time-token.ts";
import type { Credentials, OneTimeToken } from "../storage/storage.ts";
import { cleanUpAfterFailure } from "../storage/time-limit.ts";
import { findUser } from "../users/find.ts";

/**
 * Takes a token and uses it. If `use` throws, the token is put back: a password that the policy refuses, or a full
 * queue, must not cost the user the link. If a second factor is asked for, the token is spent: the ticket of that error
 * carries on. A token does not count if the account has another address since, or is
 * disabled or gone.
 *
 * @throws AuthError `invalid_token`, `storage_unavailable`, and what `use` throws
 */
export async function consumeToken<T>(
  context: Context,
  { purpose, token: secret }: { readonly purpose: Purpose; readonly token: unknown },
  use: (found: Credentials, token: OneTimeToken) => Promise<T>,
): Promise<T> {
  const token = await takeOneTimeToken(context, purpose, secret);
  if (!token) throw invalidToken();
  const since = performance.now();
  try {
    const found = await findUser(context, { id: token.userId });
    if (!found || found.user.disabled || found.user.email !== token.payload?.email) throw invalidToken();
    return await use(found, token);
  } catch (error) {
    if (carriesOn(error)) throw error;
    // If this fails as well, the token is lost, and the user can ask for a new one.
    await cleanUpAfterFailure(context.storage, { error, since }, () => putOneTimeToken(context, token));
    throw error;
  }
}

/** Whether the ticket of an error carries on: a guard holds the session back, and asks for a second factor. */
export function carriesOn(error: unknown): boolean {
  return error instanceof AuthError && error.ticket !== undefined;
}

/** The error for a token that is wrong, expired or used. */
export function invalidToken(): AuthError {
  return new AuthError("invalid_token", "This link is no longer valid", { field: "token" });
}
