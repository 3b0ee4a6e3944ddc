import type { Auth } from "../auth.ts";
import type { Client } from "../client.ts";
import { contextOf } from "../context/context-of.ts";
import type { Context } from "../context/context.ts";
import { AuthError } from "../errors.ts";
import type { AnyMetadata, WithMetadata } from "../input/metadata-types.ts";
import { canonicalUsername, usernameTaken } from "../input/username.ts";
import type { JsonObject } from "../json.ts";
import type { OpenOptions } from "../sessions/end-replaced.ts";
import type { SignedIn } from "../sessions/session.ts";
import { signInAs, type Opening } from "../sign-in/sign-in.ts";
import { signUp, type SignUpInput } from "../sign-in/sign-up.ts";
import { isUsernameTaken } from "../users/find.ts";

/** What `usernames(auth).signUp` takes. */
export type UsernameSignUpInput<MetadataInput extends WithMetadata = AnyMetadata> = SignUpInput<MetadataInput> & {
  /** The user name: 3 to 32 ASCII letters, digits, `.`, `_` and `-`. Its case does not matter. */
  readonly username: string;
};

/** What `usernames(auth).signIn` takes. */
export interface UsernameSignInInput {
  /** The user name. Its case does not matter. */
  readonly username: string;
  /** The password, exactly as it was chosen. Unicode spellings of the same text are equal (NFC). */
  readonly password: string;
}

/** Signing up and in by user name, beside or instead of the e-mail address. */
export interface Usernames<Metadata = JsonObject, MetadataInput extends WithMetadata = AnyMetadata> {
  /**
   * Creates a user with a user name, and otherwise works like `auth.signUp`.
   *
   * @param input `username`, `email`, `password`, and `metadata` as the `metadata` option takes it
   * @param client where the request comes from, for the session list, guards and events
   * @param options `replaces`: session tokens of the request, whose sessions the new one replaces
   * @throws AuthError `invalid_username`, `username_taken`, and what `auth.signUp` throws
   */
  signUp(
    input: UsernameSignUpInput<MetadataInput>,
    client?: Client,
    options?: OpenOptions,
  ): Promise<SignedIn<Metadata>>;
  /**
   * Signs in by user name, and otherwise works like `auth.signIn`: with the same guards and counts, and with the same
   * answer after the same work for a name that no user has.
   *
   * @param input `username` and `password`
   * @param client where the request comes from, for the session list, guards and events
   * @param options `replaces`: session tokens of the request, whose sessions the new one replaces
   * @throws AuthError `invalid_username`, and what `auth.signIn` throws but for `invalid_email`
   */
  signIn(input: UsernameSignInInput, client?: Client, options?: OpenOptions): Promise<SignedIn<Metadata>>;
}

/**
 * Lets users sign up and in by user name. A user name is 3 to 32 ASCII letters, digits, `.`, `_` and `-`, the same in
 * any case, and never an e-mail address.
 *
 * From then on every sign-in of this auth counts guesses twice: for the name and for the account (decisions/008).
 *
 * @throws TypeError for anything that `createAuth` did not return
 * @example
 * ```ts
 * import { usernames } from "@latchkey/core/usernames";
 *
 * const signedIn = await usernames(auth).signIn({ username: "ada", password: "correct horse battery" });
 * ```
 */
export function usernames<Metadata, MetadataInput extends WithMetadata>(
  auth: Auth<Metadata, JsonObject, MetadataInput>,
): Usernames<Metadata, MetadataInput> {
  const context = contextOf(auth);
  context.accountNames.hasUsernames = true;
  const companion: Usernames = {
    signUp: async (input, client, { replaces } = {}) => signUpWithName(context, input, { client, replaces }),
    signIn: async ({ username, password }, client, options) => {
      const name = canonicalUsername(username);
      const find = () => context.storage.users.findByUsername(context.pool, name);
      return signInAs(context, { name, find, password }, { ...options, client });
    },
  };
  return companion as Usernames<Metadata, MetadataInput>;
}

async function signUpWithName(context: Context, input: UsernameSignUpInput, opening: Opening): Promise<SignedIn> {
  const username = canonicalUsername(input.username);
  try {
    return await signUp(context, input, { ...opening, username });
  } catch (error) {
    const isTaken = error instanceof AuthError && error.code === "user_exists";
    if (isTaken && (await isUsernameTaken(context, username))) throw usernameTaken();
    throw error;
  }
}
