import { callStorage } from "../storage/call-storage.ts";
import type { Client } from "../client.ts";
import type { Context } from "../context/context.ts";
import { AuthError } from "../errors.ts";
import { emitEvent, runBeforeHook } from "../context/events.ts";
import { noSuchUser } from "./find.ts";
import { presentSession, type Session } from "../sessions/session.ts";
import type { SessionRecord } from "../storage/storage.ts";

/** A session as the server's own code sees one. */
export interface ManagedSession extends Session {
  /** Where it was opened from, as far as the mount knows. */
  readonly address: string | null;
  readonly agent: string | null;
}

export async function listSessions(
  { storage, sessionUse, now }: Context,
  userId: string,
): Promise<readonly ManagedSession[]> {
  const at = now();
  const found = await callStorage(() => storage.sessions.list(userId, new Date(at)));
  const idleSince = sessionUse?.idleSince(at) ?? null;
  return found.filter(({ lastUsedAt }) => !idleSince || lastUsedAt > idleSince).map(presentManagedSession);
}

function presentManagedSession(record: SessionRecord): ManagedSession {
  const { address, agent } = record;
  return { ...presentSession(record), address, agent };
}

export async function endSessions(context: Context, userId: string, client: Client): Promise<void> {
  await runBeforeHook(context, "sign_out", { userId, client });
  if (!(await callStorage(() => context.storage.users.endSessions(userId)))) throw noSuchUser();
  await emitEvent(context, "sessions.ended", { userId, client });
}

export async function endSession(context: Context, userId: string, sessionId: string, client: Client): Promise<void> {
  await runBeforeHook(context, "sign_out", { userId, client });
  const isEnded =
    /^[\w-]{16}$/.test(sessionId) && (await callStorage(() => context.storage.sessions.delete(sessionId, userId)));
  if (!isEnded) throw new AuthError("not_found", "There is no such session");
  await emitEvent(context, "session.ended", { userId, sessionId, client });
}
