import type { Context } from "./context.ts";
import { readToken } from "./token.ts";

/**
 * Ends the session of this token on the server. A token that is nobody's has nothing to end, so signing out twice is fine.
 *
 * @throws AuthError `storage_unavailable`: the session may live on, so the client must keep its cookie and try again
 */
export async function signOut(context: Context, token: unknown): Promise<void> {
  const claims = readToken(context.keys, context.pool, token, context.now());
  if (claims) await context.ask(() => context.storage.sessions.delete(claims.sid, claims.sub));
}
