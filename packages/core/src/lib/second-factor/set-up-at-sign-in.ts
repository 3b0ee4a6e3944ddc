import { UNKNOWN_CLIENT } from "../client.ts";
import type { Context } from "../context/context.ts";
import { emitEvent, runBeforeHook } from "../context/events.ts";
import { recording } from "../context/record.ts";
import { endReplacedSessions } from "../sessions/end-replaced.ts";
import { admit } from "../sessions/new-session.ts";
import { presentSession, type SignedIn } from "../sessions/session.ts";
import { invalidCredentials } from "../sign-in/invalid-credentials.ts";
import type { Opening } from "../sign-in/sign-in.ts";
import { callStorage } from "../storage/call-storage.ts";
import type { UserRecord } from "../storage/storage.ts";
import { spendTicket } from "../tickets/ticket.ts";
import { presentUser } from "../user.ts";
import { findUser } from "../users/find.ts";
import { newFactor } from "./set-up.ts";
import { expired, openSetup, openSignIn, SETUP, SETUP_REQUIRED, type HeldSignIn } from "./tickets.ts";
import { readFirstCode, turnOn, type NewFactor } from "./turn-on.ts";

/** What confirming the factor gives to somebody who signs in. */
export interface ConfirmedSignIn<Metadata> extends SignedIn<Metadata> {
  /** Ten codes, which nobody can read again. */
  readonly recoveryCodes: readonly string[];
}

/** Begins to set up a factor without which there is no session: see `FactorAccounts.setUpToSignIn`. */
export async function setUpToSignIn(context: Context, ticket: string): Promise<NewFactor> {
  const { content: held } = await openSignIn(context, SETUP_REQUIRED, ticket);
  const user = await requireHolder(context, held);
  return newFactor(context, user, { sessionId: null, held });
}

/** Turns the factor on and opens the session: see `FactorAccounts.confirmToSignIn`. */
export async function confirmToSignIn(
  context: Context,
  input: { readonly ticket: string; readonly code: string },
  { client = UNKNOWN_CLIENT, replaces }: Opening,
): Promise<ConfirmedSignIn<unknown>> {
  const { held, secret } = (await openSetup(context, input.ticket)).content;
  if (!held) throw expired();
  const step = readFirstCode(context, { secret, code: input.code });
  await runBeforeHook(context, "sign_in", { userId: held.userId, client });
  const user = await requireHolder(context, held);
  const { purpose, provedAt } = held;
  const methods = [...held.methods, "totp"];
  const { session, token, held: heldAgain } = await admit(context, user, { purpose, client, methods, provedAt });
  if (heldAgain) throw heldAgain;
  if (!(await spendTicket(context, input.ticket, SETUP))) throw expired();
  const recoveryCodes = await turnOn(context, { user, secret, step }, { sessionId: session.id, client });

  const about = { userId: user.id, sessionId: session.id, client };
  const { sessions } = await recording(context, ["session.opened"], { ...about, details: { methods } });
  if (!(await callStorage(() => sessions.insert(session, [])))) throw invalidCredentials();
  await emitEvent(context, "session.opened", about);
  await endReplacedSessions(context, { replaces, client }).catch(() => {});
  return { user: presentUser(user), session: presentSession(session), token, recoveryCodes };
}

/** The user of a ticket, as long as it is about the account as it is now. */
async function requireHolder(context: Context, { userId, version }: HeldSignIn): Promise<UserRecord> {
  const found = await findUser(context, { id: userId });
  if (!found || found.user.sessionVersion !== version) throw expired();
  if (found.user.disabled) throw invalidCredentials();
  return found.user;
}
