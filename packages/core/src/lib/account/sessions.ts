import type { JsonObject } from "../json.ts";
import type { Auth } from "../auth.ts";
import { callStorage } from "../storage/call-storage.ts";
import { UNKNOWN_CLIENT, type Client } from "../client.ts";
import { contextOf } from "../context/context-of.ts";
import type { Context } from "../context/context.ts";
import { AuthError } from "../errors.ts";
import { emitEvent, runBeforeHook } from "../context/events.ts";
import { renewSession } from "../sessions/renew.ts";
import { endSession, listSessions } from "../users/sessions.ts";
import { requireSession } from "../sessions/require.ts";
import { presentSession, type SignedIn } from "../sessions/session.ts";
import { readToken } from "../token/token.ts";
import { presentUser } from "../user.ts";

/** One of a user's sessions, as the user sees it. Moments are ISO 8601 in UTC. */
export interface OwnSession {
  readonly id: string;
  /** Whether it is the one that asks. */
  readonly current: boolean;
  readonly createdAt: string;
  /** Sign-in or refresh; with `sessionUse()` any use, to its interval. */
  readonly lastUsedAt: string;
  readonly expiresAt: string;
  /** Where it was opened from, as far as the mount knows. */
  readonly address: string | null;
  readonly agent: string | null;
}

/**
 * What the owner of a session token can do with it and with the other sessions of the same user. Everything throws
 * AuthError `unauthenticated` when the token is nobody's, and `storage_unavailable`.
 */
export interface Sessions<Metadata = JsonObject> {
  /**
   * The same session, extended to a lifetime from now but never past `session.maxLifetime` from sign-in, and a new
   * token for it. The old token stays good until it expires by itself, so parallel callers all go on.
   */
  refresh(token: string, client?: Client): Promise<SignedIn<Metadata>>;
  /** The user's live sessions, newest first, at most 100. */
  list(token: string): Promise<readonly OwnSession[]>;
  /** Ends one of them. @throws AuthError `not_found` for any other id, whoever's it may be */
  end(token: string, id: string, client?: Client): Promise<void>;
  /** Ends all but the one that asks; how many went, counting those that nobody had used since they expired. */
  endOthers(token: string, client?: Client): Promise<number>;
  /** Ends all, the one that asks included, and every sign-in that is under way. */
  endAll(token: string, client?: Client): Promise<void>;
}

/** The sessions of an auth's users: `sessions(auth).refresh(token)`. @throws TypeError for anything that `createAuth` did not make */
export function sessions<Metadata>(auth: Auth<Metadata>): Sessions<Metadata> {
  const context = contextOf(auth);
  const companion: Sessions = {
    refresh: (token, client = UNKNOWN_CLIENT) => refresh(context, token, client),
    list: (token) => list(context, token),
    end: (token, id, client = UNKNOWN_CLIENT) => end(context, token, id, client),
    endOthers: (token, client = UNKNOWN_CLIENT) => endOthers(context, token, client),
    endAll: (token, client = UNKNOWN_CLIENT) => endAll(context, token, client),
  };
  return companion as Sessions<Metadata>;
}

async function refresh(context: Context, token: string, client: Client): Promise<SignedIn> {
  const now = context.now();
  const claims = readToken(context, token, now);
  const extended = claims && (await renewSession(context, { claims, now, client }));
  if (!extended) throw new AuthError("unauthenticated", "Not signed in");
  return { user: presentUser(extended.user), session: presentSession(extended.session), token: extended.token };
}

async function list(context: Context, token: string): Promise<readonly OwnSession[]> {
  const { session, user } = await requireSession(context, token);
  const found = await listSessions(context, user.id);
  return found.map(({ id, createdAt, lastUsedAt, expiresAt, address, agent }) => {
    return { id, current: id === session.id, createdAt, lastUsedAt, expiresAt, address, agent };
  });
}

async function end(context: Context, token: string, id: string, client: Client): Promise<void> {
  const { user } = await requireSession(context, token);
  await endSession(context, user.id, id, client);
}

async function endOthers(context: Context, token: string, client: Client): Promise<number> {
  const { session, user } = await requireSession(context, token);
  await runBeforeHook(context, "sign_out", { userId: user.id, client });
  const count = await callStorage(() => context.storage.sessions.deleteOthers(user.id, session.id));
  if (count > 0) await emitEvent(context, "sessions.ended", { userId: user.id, client });
  return count;
}

async function endAll(context: Context, token: string, client: Client): Promise<void> {
  const { user } = await requireSession(context, token);
  await runBeforeHook(context, "sign_out", { userId: user.id, client });
  // Where the user is gone by now, so are the sessions.
  const isEnded = await callStorage(() => context.storage.users.endSessions(user.id));
  if (isEnded) await emitEvent(context, "sessions.ended", { userId: user.id, client });
}
