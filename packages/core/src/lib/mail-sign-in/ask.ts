import type { Client } from "../client.ts";
import type { Context } from "../context/context.ts";
import { emitAlone, emitEvent, runBeforeHook } from "../context/events.ts";
import { canonicalEmail } from "../input/email.ts";
import { issueOneTimeToken } from "../mail/one-time-token.ts";
import { inTurn, takeMailTurn } from "../mail/turn.ts";
import { enterGuards } from "../sign-in/enter-guards.ts";
import { callStorage } from "../storage/call-storage.ts";
import type { Credentials } from "../storage/storage.ts";
import { sealTicket } from "../tickets/ticket.ts";
import { presentUser } from "../user.ts";
import { askAgain, type Seed } from "./asking.ts";
import { mailSecrets } from "./secrets.ts";
import type { SignInMail } from "./mails.ts";
import { noteSent } from "./sent.ts";
import type { Tools } from "./tools.ts";

/** What the link and the code of a mail to an existing account are made for. */
export const SIGN_IN = "mail_sign_in";
/** The same for an address without an account. */
export const SIGN_UP = "mail_sign_up";

/** Who asks for a mail. */
export interface Request {
  readonly email: string;
  readonly ticket?: string | null | undefined;
}

/** Answers before the address is looked up, and sends the mail afterwards: see `MailSignIn.request`. */
export async function ask(tools: Tools, input: Request, client: Client): Promise<{ readonly ticket: string }> {
  const { context, lifetime, interval, later } = tools;
  context.keys.requireSecret();
  const email = canonicalEmail(input.email);
  await runBeforeHook(context, "request_mail_sign_in", { userId: null, client });
  await enterGuards(context, { purpose: "mail", account: email, client });
  const { ticket, seed } = await askAgain(context, { email, before: input.ticket, lifetime, interval });
  later(() => mail(tools, { email, seed }, client));
  return { ticket };
}

interface Wanted {
  readonly email: string;
  readonly seed: Seed;
}

/** A disabled account gets nothing, and neither does an address without one, unless it may become one. */
async function mail(tools: Tools, wanted: Wanted, client: Client): Promise<void> {
  const { context, signUps, interval, send } = tools;
  const { email } = wanted;
  const found = await callStorage(() => context.storage.users.findByEmail(context.pool, email));
  if (found ? found.user.disabled : !signUps) return;
  const turn = await takeMailTurn(context, { purpose: SIGN_IN, target: email, interval });
  if (typeof turn === "number") return;
  await inTurn(turn, async () => {
    await send(
      await (found ? forAccount(context, { ...wanted, found, client }) : forStranger(context, wanted, client)),
    );
  });
}

async function forAccount(
  context: Context,
  { found, email, seed, client }: Wanted & { readonly found: Credentials; readonly client: Client },
): Promise<SignInMail> {
  const { id: userId } = found.user;
  const [secrets] = mailSecrets(context);
  const token = secrets!.of(SIGN_IN, [email, seed.nonce]);
  const lifetime = seed.until - context.now() / 1000;
  const issued = await issueOneTimeToken(context, {
    userId,
    purpose: SIGN_IN,
    token,
    lifetime,
    payload: { email },
    client,
  });
  await emitEvent(context, "sign_in.mail_requested", { userId, client });
  const code = secrets!.codeOf(SIGN_IN, [email, seed.nonce]);
  return { user: presentUser(found.user), email, isNew: false, code, ...issued };
}

/** No token is stored: the link carries the address itself. */
async function forStranger(context: Context, wanted: Wanted, client: Client): Promise<SignInMail> {
  const { email, seed } = wanted;
  const { nonce, until } = seed;
  const lifetime = Math.max(1, until - Math.floor(context.now() / 1000));
  const data = { email, nonce };
  const token = await sealTicket(context, { purpose: SIGN_UP, lifetime, userId: null, data });
  await noteSent(context, wanted);
  await emitAlone(context, "sign_in.mail_requested", { userId: null, client });
  const code = mailSecrets(context)[0]!.codeOf(SIGN_UP, [email, nonce]);
  return { user: null, email, isNew: true, token, code, expiresAt: new Date(until * 1000).toISOString() };
}
