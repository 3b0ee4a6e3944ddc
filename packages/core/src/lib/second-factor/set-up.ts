import type { Client } from "../client.ts";
import type { Context, LiveSession } from "../context/context.ts";
import { proveSession } from "../sessions/prove.ts";
import { requireRecent } from "../sign-in/require-recent-proof.ts";
import { callStorage } from "../storage/call-storage.ts";
import type { UserRecord } from "../storage/storage.ts";
import { spendTicket } from "../tickets/ticket.ts";
import { rulesOf } from "./rules.ts";
import { newSecret } from "./secret.ts";
import { expired, openSetup, sealSetup, SETUP, type HeldSignIn } from "./tickets.ts";
import { enabledAlready, readFirstCode, turnOn, type NewFactor } from "./turn-on.ts";

/** Confirms a secret by the first code that is made with it. */
export interface ConfirmInput {
  /** The `ticket` of the setup. */
  readonly ticket: string;
  /** What the app shows now. */
  readonly code: string;
  /** Whether all other sessions of the user end. Default `false`. */
  readonly endOtherSessions?: boolean | undefined;
}

/** Makes a secret for a user, and a ticket that carries it. Nothing is stored. */
export async function newFactor(
  context: Context,
  user: UserRecord,
  from: { readonly sessionId: string | null; readonly held: HeldSignIn | null },
): Promise<NewFactor> {
  const secret = newSecret();
  const ticket = await sealSetup(context, { userId: user.id, secret, ...from });
  const { issuer } = rulesOf(context.guards);
  return { secret, issuer, account: user.username ?? user.email, ticket };
}

/** Begins to turn the factor on: see `FactorAccounts.setUp`. */
export async function setUp(context: Context, live: LiveSession): Promise<NewFactor> {
  const { user, session } = live;
  requireRecent(context, live);
  if (await callStorage(() => context.storage.factors.find(user.id))) throw enabledAlready();
  return newFactor(context, user, { sessionId: session.id, held: null });
}

/** Turns the factor on: see `FactorAccounts.confirm`. */
export async function confirm(
  context: Context,
  live: LiveSession,
  input: ConfirmInput & { readonly client: Client },
): Promise<readonly string[]> {
  const { user, session } = live;
  const { content } = await openSetup(context, input.ticket);
  const { userId, sessionId, secret } = content;
  if (userId !== user.id || sessionId !== session.id) throw expired();
  const step = readFirstCode(context, { secret, code: input.code });
  // A ticket from before must not bring back a factor that was turned off since.
  if (!(await spendTicket(context, input.ticket, SETUP))) throw expired();
  const { client, endOtherSessions: endsOthers } = input;
  const codes = await turnOn(context, { user, secret, step }, { sessionId, client, endsOthers });
  // The code was a proof, too. The recovery codes are shown in any case: nobody could read them later.
  await proveSession(context, live, { methods: ["totp"], client }).catch(() => {});
  return codes;
}
