import { ask } from "./ask.ts";
import { checkPassword } from "./check-password.ts";
import { UNKNOWN_CLIENT, type Client } from "./client.ts";
import { contextOf } from "./context-of.ts";
import type { Context } from "./context.ts";
import { AuthError } from "./errors.ts";
import { before } from "./events.ts";
import { readPassword } from "./password-policy.ts";
import type { SignedIn } from "./session.ts";
import { openSession } from "./sign-in.ts";
import { signUp, type SignUpInput } from "./sign-up.ts";
import { canonicalUsername, usernameTaken } from "./username.ts";

export interface UsernameSignUpInput extends SignUpInput {
  readonly username: string;
}

export interface UsernameSignInInput {
  readonly username: string;
  readonly password: string;
}

/** Signing in by user name beside, or instead of, the e-mail address. */
export interface Usernames {
  /** Like `auth.signUp`. @throws AuthError also `invalid_username`, `username_taken` */
  signUp(input: UsernameSignUpInput, client?: Client): Promise<SignedIn>;
  /**
   * Like `auth.signIn`, by another door of the same account: the same guards and counts, the same answer after the same
   * work for a name that nobody has.
   *
   * @throws AuthError `invalid_username` instead of `invalid_email`
   */
  signIn(input: UsernameSignInInput, client?: Client): Promise<SignedIn>;
}

/**
 * A user name is 3 to 32 ASCII letters, digits, `.`, `_` and `-`, one whatever its case, and never an e-mail address.
 *
 * @throws TypeError for anything that `createAuth` did not make
 */
export function usernames(auth: object): Usernames {
  const context = contextOf(auth);
  return {
    signUp: async (input, client) => signUpAs(context, canonicalUsername(input.username), input, client),
    signIn: async (input, client) => signInAs(context, canonicalUsername(input.username), input.password, client),
  };
}

async function signUpAs(context: Context, username: string, input: SignUpInput, client?: Client): Promise<SignedIn> {
  try {
    return await signUp(context, input, client, username);
  } catch (error) {
    const isTaken = error instanceof AuthError && error.code === "user_exists";
    if (!isTaken || !(await ask(() => context.storage.users.findByUsername(context.pool, username)))) throw error;
    throw usernameTaken();
  }
}

async function signInAs(context: Context, username: string, input: string, client: Client = UNKNOWN_CLIENT): Promise<SignedIn> {
  context.keys.requireSecret();
  const password = readPassword(input, context.passwordPolicy);
  await before(context, "sign_in", null, client);

  context.passwords.requireRoom();
  const found = await ask(() => context.storage.users.findByUsername(context.pool, username));
  return openSession(context, await checkPassword(context, found, username, password, client, "sign_in"), client);
}
