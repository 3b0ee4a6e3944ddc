import type { Auth } from "../auth.ts";
import { UNKNOWN_CLIENT, type Client } from "../client.ts";
import { contextOf } from "../context/context-of.ts";
import type { Context } from "../context/context.ts";
import { emitEvent, runBeforeHook } from "../context/events.ts";
import { recording } from "../context/record.ts";
import { AuthError } from "../errors.ts";
import type { JsonObject } from "../json.ts";
import { requireSession } from "../sessions/find.ts";
import { renewSession } from "../sessions/renew.ts";
import { presentSession, type Session, type SignedIn } from "../sessions/session.ts";
import { callStorage } from "../storage/call-storage.ts";
import { readToken } from "../token/token.ts";
import { presentUser } from "../user.ts";
import { endSession, listSessions } from "../users/sessions.ts";

/** One of a user's sessions, as the user sees it. Times are ISO 8601 in UTC. */
export interface OwnSession {
  /** The id of the session: 16 characters. It is no credential. */
  readonly id: string;
  /** Whether it is the session that asks. */
  readonly current: boolean;
  /** When the user signed in. */
  readonly createdAt: string;
  /** When the user signed in or last refreshed. With `sessionUse()`: when it was last used, to within its interval. */
  readonly lastUsedAt: string;
  /** When the session ends if nothing extends it. */
  readonly expiresAt: string;
  /** The IP address from which it was opened. `null`: not known. */
  readonly address: string | null;
  /** The user agent with which it was opened. `null`: not known. */
  readonly agent: string | null;
}

/**
 * What users may do with their sessions. Every method takes the session token, and may throw AuthError
 * `unauthenticated`, `refused` (from a hook) and `storage_unavailable`.
 */
export interface Sessions<Metadata = JsonObject> {
  /**
   * Extends the session by a lifetime from now, up to `session.maxLifetime` from sign-in. The old token stays valid
   * until it expires, so that parallel requests all succeed.
   *
   * @param token the session token
   * @param client where the request comes from, for events
   * @returns the user, the same session with its new end, and a new token
   * @throws AuthError `unauthenticated`, `refused` (from a hook), `storage_unavailable`
   */
  refresh(token: string, client?: Client): Promise<SignedIn<Metadata>>;
  /**
   * Lists the live sessions of the user, newest first, at most 100.
   *
   * @param token the session token
   * @throws AuthError `unauthenticated`, `storage_unavailable`
   */
  list(token: string): Promise<readonly OwnSession[]>;
  /**
   * The same for a session that `auth.getSession` has just found: a page that needs both then reads the session once.
   * It checks no credential: never give it what a client sent.
   *
   * @param session the session that `auth.getSession` found
   * @throws AuthError `storage_unavailable`
   */
  listFor(session: Session): Promise<readonly OwnSession[]>;
  /**
   * Ends one session of the user.
   *
   * @param token the session token
   * @param id the id of the session to end
   * @param client where the request comes from, for events
   * @throws AuthError `unauthenticated`, `not_found` (the user has no such session), `refused` (from a hook),
   * `storage_unavailable`
   */
  end(token: string, id: string, client?: Client): Promise<void>;
  /**
   * Ends all sessions of the user but the one that asks.
   *
   * @param token the session token
   * @param client where the request comes from, for events
   * @returns how many were ended, including sessions that had expired and were not cleaned up yet
   * @throws AuthError `unauthenticated`, `refused` (from a hook), `storage_unavailable`
   */
  endOthers(token: string, client?: Client): Promise<number>;
  /**
   * Ends all sessions of the user, and voids every sign-in that is under way.
   *
   * @param token the session token
   * @param client where the request comes from, for events
   * @throws AuthError `unauthenticated`, `refused` (from a hook), `storage_unavailable`
   */
  endAll(token: string, client?: Client): Promise<void>;
}

/**
 * Lets users refresh, list and end their sessions.
 *
 * @throws TypeError for anything that `createAuth` did not return
 * @example
 * ```ts
 * import { sessions } from "@latchkey/core/sessions";
 *
 * const { token: newToken } = await sessions(auth).refresh(token);
 * for (const { id, current } of await sessions(auth).list(newToken)) {
 *   if (!current) await sessions(auth).end(newToken, id);
 * }
 * ```
 */
export function sessions<Metadata>(auth: Auth<Metadata>): Sessions<Metadata> {
  const context = contextOf(auth);
  const companion: Sessions = {
    refresh: (token, client = UNKNOWN_CLIENT) => refresh(context, token, client),
    list: async (token) => list(context, (await requireSession(context, token)).session),
    listFor: (session) => list(context, session),
    end: (token, id, client = UNKNOWN_CLIENT) => end(context, token, { id, client }),
    endOthers: (token, client = UNKNOWN_CLIENT) => endOthers(context, token, client),
    endAll: (token, client = UNKNOWN_CLIENT) => endAll(context, token, client),
  };
  return companion as Sessions<Metadata>;
}

async function refresh(context: Context, token: string, client: Client): Promise<SignedIn> {
  const now = context.now();
  const claims = readToken(context, token, now);
  const renewed = claims && (await renewSession(context, { claims, now, client }));
  if (!renewed) throw new AuthError("unauthenticated", "Not signed in");
  return { user: presentUser(renewed.user), session: presentSession(renewed.session), token: renewed.token };
}

async function list(
  context: Context,
  { id: currentId, userId }: { readonly id: string; readonly userId: string },
): Promise<readonly OwnSession[]> {
  const found = await listSessions(context, userId);
  return found.map(({ id, createdAt, lastUsedAt, expiresAt, address, agent }) => {
    return { id, current: id === currentId, createdAt, lastUsedAt, expiresAt, address, agent };
  });
}

async function end(context: Context, token: string, { id, client }: { id: string; client: Client }): Promise<void> {
  const { user } = await requireSession(context, token);
  await endSession(context, { userId: user.id, sessionId: id, client });
}

async function endOthers(context: Context, token: string, client: Client): Promise<number> {
  const { session, user } = await requireSession(context, token);
  await runBeforeHook(context, "sign_out", { userId: user.id, client });
  const about = { userId: user.id, sessionId: session.id, client };
  const stores = await recording(context, ["sessions.ended"], { ...about, details: { others: true } });
  const count = await callStorage(() => stores.sessions.deleteOthers(user.id, session.id));
  if (count > 0) await emitEvent(context, "sessions.ended", { userId: user.id, client });
  return count;
}

async function endAll(context: Context, token: string, client: Client): Promise<void> {
  const { user } = await requireSession(context, token);
  await runBeforeHook(context, "sign_out", { userId: user.id, client });
  // `false`: the user was deleted meanwhile, and the sessions with it.
  const { users } = await recording(context, ["sessions.ended"], { userId: user.id, client });
  const isEnded = await callStorage(() => users.endSessions(user.id));
  if (isEnded) await emitEvent(context, "sessions.ended", { userId: user.id, client });
}
