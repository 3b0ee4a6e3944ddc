import { invalidCredentials } from "./invalid-credentials.ts";
import { resetCounters, withPassword, type PasswordAttempt, type VerifiedCredentials } from "./check-password.ts";
import { UNKNOWN_CLIENT, type Client } from "../client.ts";
import type { Context } from "../context/context.ts";
import { emitEvent, runBeforeHook } from "../context/events.ts";
import { recording } from "../context/record.ts";
import { canonicalEmail } from "../input/email.ts";
import { readPassword } from "../passwords/password-policy.ts";
import { endReplacedSessions, type OpenOptions } from "../sessions/end-replaced.ts";
import { admit } from "../sessions/new-session.ts";
import { presentSession, type SignedIn } from "../sessions/session.ts";
import { callStorage } from "../storage/call-storage.ts";
import { cleanUpAfterFailure } from "../storage/time-limit.ts";
import { presentUser } from "../user.ts";

/** What `auth.signIn` takes. */
export interface SignInInput {
  /** The e-mail address. Its case does not matter. */
  readonly email: string;
  /** The password, exactly as it was chosen. Unicode spellings of the same text are equal (NFC). */
  readonly password: string;
}

/** How a session is opened. */
export interface Opening extends OpenOptions {
  readonly client?: Client | undefined;
}

/** Signs in by e-mail address: see `Auth.signIn`. */
export async function signIn(context: Context, { email, password }: SignInInput, opening: Opening): Promise<SignedIn> {
  const name = canonicalEmail(email);
  const find = () => context.storage.users.findByEmail(context.pool, name);
  return signInAs(context, { name, find, password }, opening);
}

/**
 * Signs in under any name.
 *
 * @param tried `password` as it was given
 * @throws AuthError what `Auth.signIn` throws, but for `invalid_email`
 */
export async function signInAs(
  context: Context,
  tried: Pick<PasswordAttempt, "name" | "find" | "password">,
  { client = UNKNOWN_CLIENT, replaces, trustedDevice }: Opening,
): Promise<SignedIn> {
  context.keys.requireSecret();
  const password = readPassword(tried.password, context.passwordPolicy);
  await runBeforeHook(context, "sign_in", { userId: null, client });
  const attempt = { ...tried, purpose: "sign_in", password, client } as const;
  const signedIn = await withPassword(context, attempt, (verified) =>
    openSession(context, verified, { client, trustedDevice }),
  );
  const { user, session } = signedIn;
  await emitEvent(context, "session.opened", { userId: user.id, sessionId: session.id, client });
  await endReplacedSessions(context, { replaces, client });
  return signedIn;
}

async function openSession(
  context: Context,
  { user, counters }: VerifiedCredentials,
  { client, trustedDevice }: Pick<Opening, "trustedDevice"> & { readonly client: Client },
): Promise<SignedIn> {
  const since = performance.now();
  try {
    const admission = { purpose: "sign_in", client, methods: ["password"], trustedDevice } as const;
    const { session, token, held } = await admit(context, user, admission);
    if (held) throw held;
    const isOneStep = !context.countsElsewhere;
    // Counters that are elsewhere come first: if they cannot be reset, no session is opened.
    if (!isOneStep) await resetCounters(context, counters);
    // Storage opens no session if the account was disabled or its sessions were ended since it was read.
    const { sessions } = await recording(context, ["session.opened"], {
      userId: user.id,
      sessionId: session.id,
      client,
      details: { methods: session.methods },
    });
    const isOpen = await callStorage(() => sessions.insert(session, isOneStep ? counters : []));
    if (!isOpen) throw invalidCredentials();
    return { user: presentUser(user), session: presentSession(session), token };
  } catch (error) {
    // The password was correct, so a failure does not count as a guess.
    await cleanUpAfterFailure(context.storage, { error, since }, () => resetCounters(context, counters));
    throw error;
  }
}
