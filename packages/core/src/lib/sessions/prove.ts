import type { Client } from "../client.ts";
import type { Context } from "../context/context.ts";
import { emitEvent } from "../context/events.ts";
import { recording } from "../context/record.ts";
import { AuthError } from "../errors.ts";
import { callStorage } from "../storage/call-storage.ts";
import type { SessionRecord, SessionWithUser } from "../storage/storage.ts";

/**
 * Notes on a session that its user has proved again to be the one. `methods` become what was proved now: an earlier
 * method would otherwise look as recent.
 *
 * @throws AuthError `unauthenticated` (the session ended meanwhile), `storage_unavailable`
 */
export async function proveSession(
  context: Context,
  { session, user }: SessionWithUser,
  { methods, client }: { readonly methods: readonly string[]; readonly client: Client },
): Promise<SessionRecord> {
  const proof = { provedAt: new Date(context.now()), methods };
  const about = { userId: user.id, sessionId: session.id, client };
  const { sessions } = await recording(context, ["session.proved"], { ...about, details: { methods } });
  const isProved = await callStorage(() => sessions.prove(session.id, user.id, proof));
  if (!isProved) throw new AuthError("unauthenticated", "Not signed in");
  await emitEvent(context, "session.proved", about);
  return { ...session, ...proof };
}
