import { checkOwnPassword } from "../sign-in/check-password.ts";
import type { Client } from "../client.ts";
import type { Context } from "../context/context.ts";
import { AuthError } from "../errors.ts";
import { readPassword } from "../passwords/password-policy.ts";
import { findActive } from "../sessions/session.ts";
import type { Credentials } from "../storage/storage.ts";

/**
 * What shows that who opened a mail is also who made the account: a live session of it, or its password. A mailbox alone
 * is not enough: a stranger may have signed up with its address (decisions/005).
 */
export interface AccountProofInput {
  /** A token from a mail. */
  readonly token: string;
  /** The token of a session of the same account. */
  readonly sessionToken?: string | null | undefined;
  /** The password, for who opens the mail where nobody is signed in. */
  readonly password?: string | undefined;
}

export interface AccountProof {
  /** Whose session there is. */
  readonly userId: string | null;
  /** Of that user, when the session was found alive. */
  readonly sessionVersion: number | null;
  readonly password: string | null;
}

/** Reads what there is to show, before the token is touched. @throws AuthError `unauthenticated` when there is nothing */
export async function readProof(
  context: Context,
  { sessionToken, password: input }: AccountProofInput,
): Promise<AccountProof> {
  const password = input === undefined ? null : readPassword(input, context.passwordPolicy);
  const session = sessionToken ? await findActive(context, sessionToken) : null;
  if (!session && password === null) throw notProved();
  return { userId: session?.user.id ?? null, sessionVersion: session?.user.sessionVersion ?? null, password };
}

/** @throws AuthError `unauthenticated`, `invalid_credentials`, and what `checkOwnPassword` throws */
export async function requireProof(
  context: Context,
  { userId, sessionVersion, password }: AccountProof,
  found: Credentials,
  client: Client,
): Promise<Credentials> {
  if (userId === found.user.id && sessionVersion === found.user.sessionVersion) return found;
  if (password === null) throw notProved();
  return checkOwnPassword(context, { userId: found.user.id, password, client, mailed: found });
}

function notProved(): AuthError {
  return new AuthError("unauthenticated", "Sign in, or give the password, to confirm the address");
}
