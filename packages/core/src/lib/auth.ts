import type { Client } from "./client.ts";
import { bindContext } from "./context/context-of.ts";
import { createContext } from "./context/create-context.ts";
import type { AuthOptions } from "./context/options.ts";
import type { OpenOptions } from "./sessions/end-replaced-sessions.ts";
import { findSession, findActive, type Authenticated, type SignedIn } from "./sessions/session.ts";
import { signIn, type SignInInput } from "./sign-in/sign-in.ts";
import { signOut } from "./sessions/sign-out.ts";
import { signUp, type SignUpInput } from "./sign-in/sign-up.ts";
import { readToken } from "./token/token.ts";
import { presentUser, type User } from "./user.ts";

export interface GetSessionOptions {
  /** Whether the caller can hand a renewed token to the client: only then does `sessionUse({ renewAfter })` renew. Default `false`. */
  readonly renew?: boolean | undefined;
}

/**
 * One user pool. A lookup gives `null`, a refused action throws `AuthError` with a stable code, a programming mistake
 * is a `TypeError`, and storage that cannot be reached is an `AuthError` `storage_unavailable`, never `null`.
 */
export interface Auth {
  readonly pool: string;
  /** In seconds. */
  readonly session: { readonly lifetime: number; readonly maxLifetime: number };
  /** `client` is where the request came from, for the session list, guards and events: only what is known and trusted. */
  signUp(input: SignUpInput, client?: Client, options?: OpenOptions): Promise<SignedIn>;
  signIn(input: SignInInput, client?: Client, options?: OpenOptions): Promise<SignedIn>;
  signOut(token: string, client?: Client): Promise<void>;
  /** The user of a live session, or `null`: signature, then one storage read. */
  getUser(token: string | null | undefined): Promise<User | null>;
  /** The user, the session and the token's claims, or `null`: signature, then one storage read. */
  getSession(token: string | null | undefined, options?: GetSessionOptions): Promise<Authenticated | null>;
  /** Signature and claims alone, without storage: true also for a session that was ended before its time. */
  verifyToken(token: string | null | undefined): Promise<boolean>;
}

/**
 * Switches accounts on over a storage.
 *
 * @throws TypeError for an option that is missing, unknown or unsafe
 */
export function createAuth(options: AuthOptions): Auth {
  const context = createContext(options);
  const auth: Auth = {
    pool: context.pool,
    session: context.session,
    signUp: (input, client, replaced) => signUp(context, input, client, replaced),
    signIn: (input, client, replaced) => signIn(context, input, client, replaced),
    signOut: (token, client) => signOut(context, token, client),
    async getUser(token) {
      const found = await findActive(context, token);
      return found && presentUser(found.user);
    },
    getSession: (token, { renew = false } = {}) => findSession(context, token, renew),
    verifyToken: async (token) => readToken(context.keys, context.pool, token, context.now()) !== null,
  };
  return bindContext(auth, context);
}
