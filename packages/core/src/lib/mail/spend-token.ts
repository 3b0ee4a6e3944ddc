import type { Context } from "../context/context.ts";
import { AuthError } from "../errors.ts";
import { findUser } from "../users/find.ts";
import { putOneTimeToken, takeOneTimeToken, type Purpose } from "./one-time-token.ts";
import type { Credentials, OneTimeToken } from "../storage/storage.ts";
import { cleanUpAfterFailure } from "../storage/time-limit.ts";

/**
 * Takes a token for what `use` does with it. When `use` is refused or fails, the token is put back: a password that the
 * policy refuses, or a full line in front of the hasher, costs nobody the way in. A token that was issued while the
 * account had another address, or whose account is gone or disabled, is like one that never was.
 *
 * @throws AuthError `invalid_token`, `storage_unavailable`, and whatever `use` throws
 */
export async function spendToken<T>(
  context: Context,
  purpose: Purpose,
  secret: unknown,
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
    // Where that fails it is lost: a new one can be asked for.
    await cleanUpAfterFailure(context.storage, { error, since }, () => putOneTimeToken(context, token));
    throw error;
  }
}

export function invalidToken(): AuthError {
  return new AuthError("invalid_token", "This link is no longer valid", { field: "token" });
}
