import type { Client } from "../client.ts";
import type { Context } from "../context/context.ts";
import { emitEvent, runBeforeHook } from "../context/events.ts";
import { counterKey } from "../guards/counter-key.ts";
import { readMetadata } from "../input/metadata.ts";
import { carriesOn } from "../mail/consume-token.ts";
import { admit } from "../sessions/new-session.ts";
import { presentSession, type SignedIn } from "../sessions/session.ts";
import { enterGuards } from "../sign-in/enter-guards.ts";
import { insertUser } from "../sign-in/insert-user.ts";
import { callStorage } from "../storage/call-storage.ts";
import { noPassword } from "../storage/no-password.ts";
import { cleanUpAfterFailure } from "../storage/time-limit.ts";
import { newUser, presentUser } from "../user.ts";
import type { Tools } from "./tools.ts";

/** Who makes an account by a mail. */
export interface MailSignUp {
  /** The address, to which the mail went. */
  readonly email: string;
  /** What the mail was made from. */
  readonly nonce: string;
  readonly client: Client;
}

/**
 * Makes an account without a password, whose address is verified, and opens its first session. A mail works once: it is
 * spent first, and good again if the attempt fails.
 *
 * @returns `null`: the mail was used, or an account has the address by now
 * @throws AuthError `invalid_metadata`, `storage_unavailable`, and what a hook or a guard throws
 */
export async function signUpByMail(tools: Tools, { email, nonce, client }: MailSignUp): Promise<SignedIn | null> {
  const { context, lifetime } = tools;
  const { storage, pool, now } = context;
  const key = counterKey("mail sign-up", pool, email, nonce);
  const until = new Date(now() + lifetime * 1000);
  const { count } = await callStorage(() => storage.counters.add(key, new Date(now()), until));
  if (count > 1) return null;
  const since = performance.now();
  try {
    return await create(context, email, client);
  } catch (error) {
    if (!carriesOn(error))
      await cleanUpAfterFailure(storage, { error, since }, () => callStorage(() => storage.counters.reset(key)));
    throw error;
  }
}

async function create(context: Context, email: string, client: Client): Promise<SignedIn | null> {
  const metadata = await readMetadata(undefined, context.metadata);
  await runBeforeHook(context, "sign_up", { userId: null, client });
  await enterGuards(context, { purpose: "sign_up", account: email, client });
  const user = newUser(context, { email, username: null, metadata, emailVerified: true });
  const { session, token, held } = await admit(context, user, { purpose: "sign_up", client, methods: ["mail"] });
  const opened = { userId: user.id, sessionId: session?.id, client };
  if (!(await insertUser(context, { user, passwordHash: noPassword() }, { session, opened }))) return null;
  await emitEvent(context, "user.created", opened);
  if (held) throw held;
  await emitEvent(context, "session.opened", opened);
  return { user: presentUser(user), session: presentSession(session), token };
}
