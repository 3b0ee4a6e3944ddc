import type { Client } from "../client.ts";
import type { Context } from "../context/context.ts";
import { emitEvent, runBeforeHook } from "../context/events.ts";
import { recording } from "../context/record.ts";
import { AuthError } from "../errors.ts";
import { noSuchUser } from "./find.ts";
import { presentSession, type Session } from "../sessions/session.ts";
import { callStorage } from "../storage/call-storage.ts";
import type { SessionRecord } from "../storage/storage.ts";

/** A session as server code sees it. Times are ISO 8601 in UTC. */
export interface ManagedSession extends Session {
  /** The IP address from which it was opened. `null`: not known. */
  readonly address: string | null;
  /** The user agent with which it was opened. `null`: not known. */
  readonly agent: string | null;
}

/** The live sessions of a user, newest first. @throws AuthError `storage_unavailable` */
export async function listSessions(
  { storage, sessionUse, now }: Context,
  userId: string,
): Promise<readonly ManagedSession[]> {
  const at = now();
  const found = await callStorage(() => storage.sessions.list(userId, new Date(at)));
  const idleSince = sessionUse?.idleSince(at) ?? null;
  return found.filter(({ lastUsedAt }) => !idleSince || lastUsedAt > idleSince).map(presentManagedSession);
}

export function presentManagedSession(record: SessionRecord): ManagedSession {
  const { address, agent } = record;
  return { ...presentSession(record), address, agent };
}

/** Ends all sessions of a user. @throws AuthError `not_found`, `storage_unavailable`, and what the hook throws */
export async function endSessions(context: Context, userId: string, client: Client): Promise<void> {
  await runBeforeHook(context, "sign_out", { userId, client });
  const { users } = await recording(context, ["sessions.ended"], { userId, client });
  if (!(await callStorage(() => users.endSessions(userId)))) throw noSuchUser();
  await emitEvent(context, "sessions.ended", { userId, client });
}

/** Ends one session of a user. @throws AuthError `not_found`, `storage_unavailable`, and what the hook throws */
export async function endSession(
  context: Context,
  { userId, sessionId, client }: { readonly userId: string; readonly sessionId: string; readonly client: Client },
): Promise<void> {
  await runBeforeHook(context, "sign_out", { userId, client });
  const { sessions } = await recording(context, ["session.ended"], { userId, sessionId, client });
  const isEnded = /^[\w-]{16}$/.test(sessionId) && (await callStorage(() => sessions.delete(sessionId, userId)));
  if (!isEnded) throw new AuthError("not_found", "There is no such session");
  await emitEvent(context, "session.ended", { userId, sessionId, client });
}
