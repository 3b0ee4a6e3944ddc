import type { Client } from "../client.ts";
import type { Context } from "../context/context.ts";
import { emitEvent } from "../context/events.ts";
import { recording } from "../context/record.ts";
import { callStorage } from "../storage/call-storage.ts";
import { readToken } from "../token/token.ts";

/** What a call that opens a session may do to older ones. */
export interface OpenOptions {
  /**
   * Session tokens that came with the request. Their sessions end, because the new one takes their place (OWASP ASVS
   * 7.2.4). A token that does not verify is ignored. Default: none.
   */
  readonly replaces?: readonly string[] | undefined;
  /**
   * What the browser has of a trusted device: the `device` that signing in by a second factor returned. It stands for
   * the second factor, where `secondFactor({ trustedDevices: true })` allows it. Default: none.
   */
  readonly trustedDevice?: string | undefined;
}

/** Ends the sessions that a new one takes the place of. @throws AuthError `storage_unavailable` */
export async function endReplacedSessions(
  context: Context,
  { replaces = [], client }: OpenOptions & { readonly client: Client },
): Promise<void> {
  for (const token of replaces) {
    const claims = readToken(context, token, context.now());
    if (!claims) continue;
    const about = { userId: claims.sub, sessionId: claims.sid, client };
    const { sessions } = await recording(context, ["session.ended"], about);
    const isEnded = await callStorage(() => sessions.delete(claims.sid, claims.sub));
    if (isEnded) await emitEvent(context, "session.ended", about);
  }
}
