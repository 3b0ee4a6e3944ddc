import type { Client } from "../client.ts";
import type { Context } from "../context/context.ts";
import { emitEvent, runBeforeHook } from "../context/events.ts";
import { invalidCode, readCode } from "../input/one-time-code.ts";
import { issueOneTimeToken, takeOneTimeToken } from "../mail/one-time-token.ts";
import { inTurn, requireMailTurn } from "../mail/turn.ts";
import { requireSession } from "../sessions/find.ts";
import { proveSession } from "../sessions/prove.ts";
import { presentSession, type Session } from "../sessions/session.ts";
import { enterGuards } from "../sign-in/enter-guards.ts";
import { presentUser } from "../user.ts";
import { findReachable } from "../users/find.ts";
import { countGuess } from "./guesses.ts";
import { mailSecrets } from "./secrets.ts";
import type { Tools } from "./tools.ts";

const PURPOSE = "mail_proof";
const CODES = 1_000_000;

/** Mails a code to the user of a session: see `MailSignIn.requestProof`. */
export async function requestProof(tools: Tools, sessionToken: string, client: Client): Promise<void> {
  const { context, lifetime, interval, later, sendProof } = tools;
  const { user, session } = await requireSession(context, sessionToken);
  const { id: userId, email } = user;
  const about = { userId, sessionId: session.id, client };
  await runBeforeHook(context, "request_mail_sign_in", about);
  await enterGuards(context, { purpose: "mail", account: userId, userId, client });
  const turn = await requireMailTurn(context, { purpose: PURPOSE, targets: [email], interval });
  const code = randomCode();
  const { expiresAt } = await inTurn(turn, () =>
    issueOneTimeToken(context, {
      userId,
      purpose: PURPOSE,
      // What is stored is the hash of a MAC: a copy of the database says nothing about six digits.
      token: mailSecrets(context)[0]!.of(PURPOSE, [session.id, code]),
      lifetime,
      payload: { email },
      client,
    }),
  );
  await emitEvent(context, "sign_in.mail_requested", about);
  later(() =>
    inTurn(turn, async () => {
      const now = await findReachable(context, userId, email);
      if (now) await sendProof({ user: presentUser(now), email, code, expiresAt });
    }),
  );
}

/** Renews the proof of the session that has asked for the code: see `MailSignIn.confirmProof`. */
export async function confirmProof(
  { context }: Tools,
  { sessionToken, code: typed }: { readonly sessionToken: string; readonly code: unknown },
  client: Client,
): Promise<Session> {
  const live = await requireSession(context, sessionToken);
  const { id: userId, email } = live.user;
  const code = readCode(typed);
  await runBeforeHook(context, "prove_session", { userId, client });
  await enterGuards(context, { purpose: "mail_sign_in", account: userId, userId, client });
  const guesses = await countGuess(context, "proof", userId);
  if (!(await takes(context, { sessionId: live.session.id, userId, email, code }))) throw invalidCode();
  await guesses.forget();
  return presentSession(await proveSession(context, live, { methods: ["mail"], client }));
}

interface Given {
  readonly sessionId: string;
  readonly userId: string;
  readonly email: string;
  readonly code: string;
}

/** Whether the code was mailed for this session to the address that its user has now. Then it is used. */
async function takes(context: Context, { sessionId, userId, email, code }: Given): Promise<boolean> {
  for (const secrets of mailSecrets(context)) {
    const taken = await takeOneTimeToken(context, PURPOSE, secrets.of(PURPOSE, [sessionId, code]));
    if (taken) return taken.userId === userId && taken.payload?.email === email;
  }
  return false;
}

function randomCode(): string {
  // 2^32 is not a multiple: the first codes are more likely than the last by 1 in 4294.
  const [number] = crypto.getRandomValues(new Uint32Array(1));
  return String(number! % CODES).padStart(6, "0");
}
