import { UNKNOWN_CLIENT, type Client } from "../client.ts";
import type { Context } from "../context/context.ts";
import { emitEvent, runBeforeHook } from "../context/events.ts";
import { recording } from "../context/record.ts";
import { callStorage } from "../storage/call-storage.ts";
import { readToken } from "../token/token.ts";

/** Ends the session of a token, if the token verifies. @throws AuthError `storage_unavailable` */
export async function signOut(context: Context, token: unknown, client: Client = UNKNOWN_CLIENT): Promise<void> {
  const claims = readToken(context, token, context.now());
  if (!claims) return;
  await runBeforeHook(context, "sign_out", { userId: claims.sub, client });
  const about = { userId: claims.sub, sessionId: claims.sid, client };
  const { sessions } = await recording(context, ["session.ended"], about);
  const isEnded = await callStorage(() => sessions.delete(claims.sid, claims.sub));
  if (isEnded) await emitEvent(context, "session.ended", about);
}
