import { callStorage } from "../storage/call-storage.ts";
import { UNKNOWN_CLIENT, type Client } from "../client.ts";
import type { Context } from "../context/context.ts";
import { emitEvent, runBeforeHook } from "../context/events.ts";
import { readToken } from "../token/token.ts";

/**
 * Ends the session of this token on the server. A token that is nobody's has nothing to end, so signing out twice is fine.
 *
 * @throws AuthError `storage_unavailable`: the session may live on, so the client must keep its cookie and try again
 */
export async function signOut(context: Context, token: unknown, client: Client = UNKNOWN_CLIENT): Promise<void> {
  const claims = readToken(context, token, context.now());
  if (!claims) return;
  await runBeforeHook(context, "sign_out", { userId: claims.sub, client });
  const isEnded = await callStorage(() => context.storage.sessions.delete(claims.sid, claims.sub));
  if (isEnded) await emitEvent(context, "session.ended", { userId: claims.sub, sessionId: claims.sid, client });
}
