import type { Client } from "../client.ts";
import type { Context } from "../context/context.ts";
import { AuthError } from "../errors.ts";
import { readPassword } from "../passwords/password-policy.ts";
import { findActive } from "../sessions/find.ts";
import { reauthenticate } from "../sign-in/reauthenticate.ts";
import type { Credentials, SessionRecord } from "../storage/storage.ts";

/**
 * The token of a mail, and proof that the person who opened the mail also owns the account: a live session of it, or
 * its password. The mail alone is not enough, because a stranger may have signed up with the address (decisions/005).
 */
export interface AccountProofInput {
  /** The token of the mail. */
  readonly token: string;
  /** The token of a session of the same account. */
  readonly sessionToken?: string | null | undefined;
  /** The password of the account, for a device where the user is not signed in. */
  readonly password?: string | undefined;
}

/** The proof that was given, before the mailed token says whose account it is about. */
export interface AccountProof {
  /** The user of the session, if there is a live one. */
  readonly userId: string | null;
  /** The `sessionVersion` of that user when the session was found alive. */
  readonly sessionVersion: number | null;
  /** By what the user of that session had proved to be the one, and when. */
  readonly proved: Pick<SessionRecord, "methods" | "provedAt"> | null;
  /** The password, checked for form alone. */
  readonly password: string | null;
}

/**
 * Reads the proof before the mailed token is taken.
 *
 * @throws AuthError `unauthenticated` if there is none, `invalid_password`, `password_too_long`, `storage_unavailable`
 */
export async function readProof(
  context: Context,
  { sessionToken, password: input }: AccountProofInput,
): Promise<AccountProof> {
  const password = input === undefined ? null : readPassword(input, context.passwordPolicy);
  const session = sessionToken ? await findActive(context, sessionToken) : null;
  if (!session && password === null) throw notProved();
  return {
    userId: session?.user.id ?? null,
    sessionVersion: session?.user.sessionVersion ?? null,
    proved: session?.session ?? null,
    password,
  };
}

/** A user whose account the proof is of. */
export interface ProvedCredentials extends Credentials {
  /** What the session had proved. `null`: it is proved by the password, without a session. */
  readonly session: Pick<SessionRecord, "methods" | "provedAt"> | null;
}

/**
 * Checks that the proof is of the account that the mailed token is about. A session of another account proves nothing.
 *
 * @throws AuthError `unauthenticated`, and what `reauthenticate` throws
 */
export async function requireProof(
  context: Context,
  { userId, sessionVersion, proved, password, client }: AccountProof & { readonly client: Client },
  found: Credentials,
): Promise<ProvedCredentials> {
  if (userId === found.user.id && sessionVersion === found.user.sessionVersion) return { ...found, session: proved };
  if (password === null) throw notProved();
  const checked = await reauthenticate(context, { userId: found.user.id, password, client, mailed: found });
  return { ...checked, session: null };
}

function notProved(): AuthError {
  return new AuthError("unauthenticated", "Sign in or give your password to confirm the address");
}
