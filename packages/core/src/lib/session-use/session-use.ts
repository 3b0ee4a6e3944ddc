import { renewSession } from "./renew-session.ts";
import { remainingMs, withTimeout } from "../storage/time-limit.ts";
import type { RenewedSession, SessionUse, ActiveSession } from "./active-session.ts";

export interface SessionUseOptions {
  /**
   * Seconds without use after which a session is over, from 60 to less than `session.lifetime`. Use is noted at most
   * once in a tenth of it, and once a minute, so a session may end by as much earlier. Default: no timeout.
   */
  readonly idleTimeout?: number | undefined;
  /**
   * Seconds after which a token is old enough to be renewed on use, from 60 to less than `session.lifetime`: a
   * session in use goes on up to `session.maxLifetime`. Default: only a refresh extends it.
   */
  readonly renewAfter?: number | undefined;
}

/** How often use is noted when nothing depends on it but the session list, in seconds. */
const DEFAULT_TOUCH_INTERVAL_S = 600;
/** How many sessions a process remembers to have noted; forgetting them costs a write each. */
const MAX_REMEMBERED_SESSIONS = 10_000;

/**
 * Makes use count: `createAuth({ session: { use: sessionUse({ idleTimeout: 1800 }) } })`. Sessions know when they were
 * last used (without a timeout, to ten minutes), end when they lie idle (OWASP Session Management Cheat Sheet, "Idle
 * Timeout"), and are renewed by cookie where a handler can set one. The row and the server's clock decide.
 *
 * Reading never fails for what is written beside it: a use that cannot be noted does not count, so while storage takes
 * no writes a session ends by its timeout, no earlier and no later.
 *
 * @throws TypeError for an option that is unknown or out of bounds
 */
export function sessionUse(options: SessionUseOptions = {}): SessionUse {
  const { idleTimeout, renewAfter } = readOptions(options);
  const interval = 1000 * (idleTimeout === undefined ? DEFAULT_TOUCH_INTERVAL_S : Math.min(60, idleTimeout / 10));
  const noted = new Map<string, number>();

  /** Also when the last try failed or is under way: parallel requests write once a process. */
  const isNoted = (id: string, since: number, now: number) => now - Math.max(since, noted.get(id) ?? 0) < interval;

  const touch = async ({ session: { id, lastUsedAt }, now, storage }: ActiveSession) => {
    if (isNoted(id, lastUsedAt.getTime(), now)) return;
    if (noted.size >= MAX_REMEMBERED_SESSIONS) noted.clear();
    noted.set(id, now);
    await storage.sessions.touch(id, new Date(now)).catch(() => {});
  };

  const isDue = ({ claims, session, now }: ActiveSession) =>
    renewAfter !== undefined &&
    now - claims.iat * 1000 >= renewAfter * 1000 &&
    claims.exp * 1000 < session.endsAt.getTime();

  return {
    requireLifetime(lifetime) {
      for (const [name, seconds] of Object.entries({ idleTimeout, renewAfter })) {
        if (seconds !== undefined && seconds >= lifetime)
          throw new TypeError(`${name} must be shorter than session.lifetime, which is ${lifetime} s`);
      }
    },
    idleSince: (now) => (idleTimeout === undefined ? null : new Date(now - idleTimeout * 1000)),
    async recordActivity(used, mayRenew) {
      const since = performance.now();
      if (mayRenew && isDue(used)) {
        const renewed = await renew(used).catch(() => undefined);
        if (renewed !== undefined) return renewed;
      }
      await withTimeout(remainingMs(used.storage, since), () => touch(used));
      return used;
    },
  };
}

async function renew(used: ActiveSession): Promise<RenewedSession | null> {
  // First, because the application's claims may fail, and then no reading request is to write.
  used.issue(used);
  return renewSession(used);
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
