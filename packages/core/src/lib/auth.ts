import { createContext } from "./context.ts";
import type { AuthOptions } from "./options.ts";
import { findSession, type Authenticated, type SignedIn } from "./session.ts";
import { signIn, type SignInInput } from "./sign-in.ts";
import { signOut } from "./sign-out.ts";
import { signUp, type SignUpInput } from "./sign-up.ts";
import { readToken } from "./token.ts";
import type { User } from "./user.ts";

/**
 * One user pool. A lookup gives `null`, a refused action throws `AuthError` with a stable code, a programming mistake
 * is a `TypeError`, and storage that cannot be reached is an `AuthError` `storage_unavailable`, never `null`.
 */
export interface Auth {
  readonly pool: string;
  /** `lifetime` in seconds. */
  readonly session: { readonly lifetime: number };
  signUp(input: SignUpInput): Promise<SignedIn>;
  signIn(input: SignInInput): Promise<SignedIn>;
  signOut(token: string): Promise<void>;
  /** The user of a live session, or `null`: signature, then one storage read. */
  getUser(token: string | null | undefined): Promise<User | null>;
  /** The user, the session and the token's claims, or `null`: signature, then one storage read. */
  getSession(token: string | null | undefined): Promise<Authenticated | null>;
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
  return {
    pool: context.pool,
    session: context.session,
    signUp: (input) => signUp(context, input),
    signIn: (input) => signIn(context, input),
    signOut: (token) => signOut(context, token),
    getUser: async (token) => (await findSession(context, token))?.user ?? null,
    getSession: (token) => findSession(context, token),
    verifyToken: async (token) => readToken(context.keys, context.pool, token, context.now()) !== null,
  };
}
