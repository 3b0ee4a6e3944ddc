import { ask } from "../storage/ask.ts";
import type { Client } from "../client.ts";
import type { Context } from "../context/context.ts";
import { after } from "../context/events.ts";
import { readToken } from "../token/token.ts";

export interface OpenOptions {
  /**
   * Session tokens that came with the request. The sessions of those that verify end, since the new one takes their place
   * (OWASP ASVS 7.2.4). Default: none.
   */
  readonly replaces?: readonly string[] | undefined;
}

/** Ends the sessions that a new one takes the place of. A token that does not verify is nobody's. @throws AuthError `storage_unavailable` */
export async function endReplaced(context: Context, { replaces = [] }: OpenOptions, client: Client): Promise<void> {
  for (const token of replaces) {
    const claims = readToken(context.keys, context.pool, token, context.now());
    if (!claims) continue;
    const isEnded = await ask(() => context.storage.sessions.delete(claims.sid, claims.sub));
    if (isEnded) await after(context, "session.ended", claims.sub, claims.sid, client);
  }
}
