import { callStorage } from "../storage/call-storage.ts";
import type { Client } from "../client.ts";
import type { Context } from "../context/context.ts";
import { emitEvent } from "../context/events.ts";
import { readToken } from "../token/token.ts";

export interface OpenOptions {
  /**
   * Session tokens that came with the request. The sessions of those that verify end, since the new one takes their place
   * (OWASP ASVS 7.2.4). Default: none.
   */
  readonly replaces?: readonly string[] | undefined;
}

/** Ends the sessions that a new one takes the place of. A token that does not verify is nobody's. @throws AuthError `storage_unavailable` */
export async function endReplacedSessions(
  context: Context,
  { replaces = [] }: OpenOptions,
  client: Client,
): Promise<void> {
  for (const token of replaces) {
    const claims = readToken(context, token, context.now());
    if (!claims) continue;
    const isEnded = await callStorage(() => context.storage.sessions.delete(claims.sid, claims.sub));
    if (isEnded) await emitEvent(context, "session.ended", { userId: claims.sub, sessionId: claims.sid, client });
  }
}
