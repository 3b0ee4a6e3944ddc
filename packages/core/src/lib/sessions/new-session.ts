import { UNKNOWN_CLIENT } from "../client.ts";
import type { Context } from "../context/context.ts";
import { bindContext } from "../context/context-of.ts";
import { encodeBytes } from "../encoding/base64url.ts";
import { AuthError } from "../errors.ts";
import type { SessionOpening } from "../guards/guard.ts";
import type { SessionRecord, SessionWithUser, UserRecord } from "../storage/storage.ts";
import { issueToken, MAX_ISSUED_LENGTH } from "../token/token.ts";
import { presentUser } from "../user.ts";

/** Why a session may be opened. */
export interface Admission extends Pick<SessionOpening, "purpose" | "client" | "methods"> {
  /** When the user proved to be the one. Default: now. */
  readonly provedAt?: Date | undefined;
  /** What the browser has of a trusted device. Default: nothing. */
  readonly trustedDevice?: string | undefined;
  /** Whether an account that was never verified is taken over. Default `false`. */
  readonly takesOver?: boolean | undefined;
}

/** A session that is not stored yet, and its token. */
export interface DraftSession {
  readonly session: SessionRecord;
  readonly token: string;
  readonly held?: undefined;
}

/** No session: a guard holds it back. Write what belongs to the step without one, then throw `held`. */
export interface HeldSession {
  readonly session: null;
  readonly token: null;
  readonly held: AuthError;
}

/**
 * Makes a session, if every guard agrees. Every way in opens its sessions by this function, so none can forget a guard.
 * Call it before anything is written: a session that is refused, or whose token cannot be issued, then changes nothing.
 * A session that is held back is no refusal: decisions/020.
 *
 * @throws AuthError what a guard throws; `invalid_metadata` when metadata makes the token too long
 * @throws TypeError when the `claims` option does
 */
export async function admit(
  context: Context,
  user: UserRecord,
  admission: Admission,
): Promise<DraftSession | HeldSession> {
  const { guards, pool, storage } = context;
  const opening = bindContext({ ...admission, pool, user, now: context.now(), storage }, context);
  let { methods } = admission;
  let held: AuthError | undefined;
  // Every guard is asked, so that one that refuses comes before one that holds the session back.
  for (const guard of guards) {
    const verdict = await guard.beforeSession?.(opening);
    held ??= verdict?.error;
    if (verdict?.adds) methods = [...methods, verdict.adds];
  }
  const draft = draftSession(context, user, { ...admission, methods });
  return held ? { session: null, token: null, held } : draft;
}

function draftSession(
  context: Context,
  user: UserRecord,
  { client, methods, provedAt }: Omit<Admission, "purpose">,
): DraftSession {
  const now = context.now();
  const iat = Math.floor(now / 1000);
  const exp = iat + context.session.lifetime;
  const session: SessionRecord = {
    id: encodeBytes(crypto.getRandomValues(new Uint8Array(12))),
    userId: user.id,
    version: user.sessionVersion,
    createdAt: new Date(now),
    expiresAt: new Date(exp * 1000),
    endsAt: new Date((iat + context.session.maxLifetime) * 1000),
    lastUsedAt: new Date(now),
    provedAt: provedAt ?? new Date(now),
    methods,
    address: client.address,
    agent: client.agent,
  };
  return { session, token: sessionToken(context, { session, user }, iat) };
}

/**
 * Checks that the user could sign in: metadata or an address that makes the token too long would keep the user out for
 * good. Throws as `admit` does, and asks no guard.
 */
export function requireTokenFits(context: Context, user: UserRecord): void {
  draftSession(context, user, { client: UNKNOWN_CLIENT, methods: [] });
}

/** A token that expires when the session does. `iat` in seconds since 1970. Throws as `requireTokenFits` does. */
export function sessionToken(context: Context, { session, user }: SessionWithUser, iat: number): string {
  const exp = Math.floor(session.expiresAt.getTime() / 1000);
  const extra = context.claims?.(presentUser(user));
  const token = issueToken(context.keys, { sub: user.id, sid: session.id, aud: context.pool, iat, exp }, extra);
  if (token.length > MAX_ISSUED_LENGTH) throw tooLong(user, token);
  return token;
}

/** The metadata of the user may be what made the claims too long. Without any, the application did. */
function tooLong({ metadata }: UserRecord, { length }: string): Error {
  if (metadata)
    return new AuthError("invalid_metadata", "Metadata is too long for the session token", { field: "metadata" });
  return new TypeError(`claims make the token ${length} bytes long, and it must fit in ${MAX_ISSUED_LENGTH}`);
}
