import type { AnyMetadata, WithMetadata } from "../input/metadata-types.ts";
import type { JsonObject } from "../json.ts";
import type { Auth } from "../auth.ts";
import { callStorage } from "../storage/call-storage.ts";
import { UNKNOWN_CLIENT, type Client } from "../client.ts";
import { contextOf } from "../context/context-of.ts";
import type { Context } from "../context/context.ts";
import { AuthError } from "../errors.ts";
import type { OpenOptions } from "../sessions/end-replaced.ts";
import type { SignedIn } from "../sessions/session.ts";
import { signInBy } from "../sign-in/sign-in.ts";
import { signUp, type SignUpInput } from "../sign-in/sign-up.ts";
import { canonicalUsername, usernameTaken } from "../input/username.ts";

export type UsernameSignUpInput<MetadataInput extends WithMetadata = AnyMetadata> = SignUpInput<MetadataInput> & {
  readonly username: string;
};

export interface UsernameSignInInput {
  readonly username: string;
  readonly password: string;
}

/** Signing in by user name beside, or instead of, the e-mail address. */
export interface Usernames<Metadata = JsonObject, MetadataInput extends WithMetadata = AnyMetadata> {
  /** Like `auth.signUp`. @throws AuthError also `invalid_username`, `username_taken` */
  signUp(
    input: UsernameSignUpInput<MetadataInput>,
    client?: Client,
    options?: OpenOptions,
  ): Promise<SignedIn<Metadata>>;
  /**
   * Like `auth.signIn`, by another door of the same account: the same guards and counts, the same answer after the same
   * work for a name that nobody has.
   *
   * @throws AuthError `invalid_username` instead of `invalid_email`
   */
  signIn(input: UsernameSignInInput, client?: Client, options?: OpenOptions): Promise<SignedIn<Metadata>>;
}

/**
 * A user name is 3 to 32 ASCII letters, digits, `.`, `_` and `-`, one whatever its case, and never an e-mail address.
 *
 * From here on every sign-in of this auth counts guesses twice, for the name and for the account (decisions/008).
 *
 * @throws TypeError for anything that `createAuth` did not make
 */
export function usernames<Metadata, MetadataInput extends WithMetadata>(
  auth: Auth<Metadata, JsonObject, MetadataInput>,
): Usernames<Metadata, MetadataInput> {
  const context = contextOf(auth);
  context.accountNames.hasUsernames = true;
  const companion: Usernames = {
    signUp: async (input, client, options) =>
      signUpAs(context, canonicalUsername(input.username), input, client, options),
    signIn: async (input, client, options) =>
      signInAs(context, canonicalUsername(input.username), input.password, client, options),
  };
  return companion as Usernames<Metadata, MetadataInput>;
}

async function signUpAs(
  context: Context,
  username: string,
  input: SignUpInput,
  client?: Client,
  options?: OpenOptions,
): Promise<SignedIn> {
  try {
    return await signUp(context, input, client, options, username);
  } catch (error) {
    const isTaken = error instanceof AuthError && error.code === "user_exists";
    if (!isTaken || !(await callStorage(() => context.storage.users.findByUsername(context.pool, username))))
      throw error;
    throw usernameTaken();
  }
}

function signInAs(
  context: Context,
  name: string,
  password: string,
  client: Client = UNKNOWN_CLIENT,
  options: OpenOptions = {},
): Promise<SignedIn> {
  const find = () => context.storage.users.findByUsername(context.pool, name);
  return signInBy(context, { name, find }, password, client, options);
}
