import { UNKNOWN_CLIENT } from "../client.ts";
import type { Context, LiveSession, SessionUse } from "../context/context.ts";
import { renewSession, type RenewedSession } from "./renew.ts";
import { sessionToken } from "./new-session.ts";
import type { SessionRecord, Storage } from "../storage/storage.ts";
import { remainingMs, withTimeout } from "../storage/time-limit.ts";

/** Options of `sessionUse()`. All times are whole seconds. */
export interface SessionUseOptions {
  /**
   * Seconds without use after which a session ends: 60 or more, and less than `session.lifetime`. Use is recorded at
   * most once per tenth of it, and at most once a minute, so a session may end earlier by that much. Default: no
   * timeout.
   */
  readonly idleTimeout?: number | undefined;
  /**
   * Age in seconds from which a token is renewed when it is used: 60 or more, and less than `session.lifetime`. A
   * session in use then goes on until `session.maxLifetime`. Default: only a refresh extends a session.
   */
  readonly renewAfter?: number | undefined;
}

/** How often use is recorded when only the session list shows it, in seconds. */
const DEFAULT_TOUCH_INTERVAL_S = 600;
/** How many sessions a process remembers as recorded. Forgetting one costs one write. */
const MAX_REMEMBERED_SESSIONS = 10_000;

/**
 * Makes the use of a session count. Sessions know when they were last used (to the minute with an idle timeout, to ten
 * minutes without), end when they lie idle (OWASP Session Management Cheat Sheet, "Idle Timeout"), and are renewed on
 * use where the caller can hand on a new token, as the handler does with its cookie. The stored row and the server's
 * clock decide, not the token.
 *
 * Recording is a write beside a read, and never fails the read. While storage takes no writes, use does not count: a
 * session then ends by its timeout as if it were idle.
 *
 * @returns for `createAuth({ session: { use } })`
 * @throws TypeError for an option that is unknown or out of bounds
 *
 * @example
 * ```ts
 * import { sessionUse } from "@latchkey/core/session-use";
 *
 * const auth = createAuth({
 *   storage,
 *   secret,
 *   // Ends a session after 30 minutes without use; renews a token that is a day old.
 *   session: { use: sessionUse({ idleTimeout: 1800, renewAfter: 86_400 }) },
 * });
 * ```
 */
export function sessionUse(options: SessionUseOptions = {}): SessionUse {
  const { idleTimeout, renewAfter } = readOptions(options);
  const interval = 1000 * (idleTimeout === undefined ? DEFAULT_TOUCH_INTERVAL_S : Math.min(60, idleTimeout / 10));
  const recorded = new Map<string, number>();

  async function touch(storage: Storage, { id, lastUsedAt }: SessionRecord, now: number): Promise<void> {
    if (now - Math.max(lastUsedAt.getTime(), recorded.get(id) ?? 0) < interval) return;
    if (recorded.size >= MAX_REMEMBERED_SESSIONS) recorded.clear();
    // Before the write, and also when it fails: of parallel requests, one per process writes.
    recorded.set(id, now);
    await storage.sessions.touch(id, new Date(now)).catch(() => {});
  }

  const isDue = ({ claims, session }: LiveSession, now: number) =>
    renewAfter !== undefined &&
    now - claims.iat * 1000 >= renewAfter * 1000 &&
    claims.exp * 1000 < session.endsAt.getTime();

  return {
    checkLifetime(lifetime) {
      for (const [name, seconds] of Object.entries({ idleTimeout, renewAfter })) {
        if (seconds !== undefined && seconds >= lifetime)
          throw new TypeError(`${name} must be shorter than session.lifetime, which is ${lifetime} s`);
      }
    },
    idleSince: (now) => (idleTimeout === undefined ? null : new Date(now - idleTimeout * 1000)),
    async recordActivity(context, live, { now, mayRenew }) {
      const since = performance.now();
      if (mayRenew && isDue(live, now)) {
        const renewed = await renew(context, live, now).catch(() => undefined);
        if (renewed === null) return null;
        if (renewed)
          return { session: renewed.session, user: renewed.user, claims: live.claims, renewed: renewed.token };
      }
      await withTimeout(remainingMs(context.storage, since), () => touch(context.storage, live.session, now));
      return live;
    },
  };
}

async function renew(context: Context, live: LiveSession, now: number): Promise<RenewedSession | null> {
  // The application's claims may fail, and a request that only reads must not have written by then.
  sessionToken(context, live, Math.floor(now / 1000));
  return renewSession(context, { claims: live.claims, now, client: UNKNOWN_CLIENT });
}

function readOptions(options: SessionUseOptions): SessionUseOptions {
  for (const [name, seconds] of Object.entries(options)) {
    if (name !== "idleTimeout" && name !== "renewAfter")
      throw new TypeError(`sessionUse does not know the option "${name}"`);
    if (seconds !== undefined && (!Number.isInteger(seconds) || seconds < 60))
      throw new TypeError(`${name} must be a whole number of seconds from 60`);
  }
  return options;
}
