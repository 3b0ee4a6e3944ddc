import type { Client } from "../client.ts";
import type { Context } from "../context/context.ts";
import { runBeforeHook } from "../context/events.ts";
import { AuthError } from "../errors.ts";
import { invalidCode, readCode } from "../input/one-time-code.ts";
import { consumeToken, invalidToken } from "../mail/consume-token.ts";
import type { OpenOptions } from "../sessions/end-replaced.ts";
import { openSession } from "../sessions/open.ts";
import { replaceSessions } from "../sessions/replace.ts";
import type { SignedIn } from "../sessions/session.ts";
import { enterGuards } from "../sign-in/enter-guards.ts";
import { noPassword } from "../storage/no-password.ts";
import type { Credentials } from "../storage/storage.ts";
import { readTicket } from "../tickets/ticket.ts";
import { SIGN_IN, SIGN_UP } from "./ask.ts";
import { readAsked, type Asked, type Seed } from "./asking.ts";
import { countGuess } from "./guesses.ts";
import { mailSecrets, sameCode } from "./secrets.ts";
import { wasSent } from "./sent.ts";
import { signUpByMail } from "./sign-up.ts";
import type { Tools } from "./tools.ts";

/** The link of a mail, or its code with the ticket of the browser that has asked. */
export type Confirmation =
  | { readonly token: string; readonly code?: undefined }
  | { readonly code: string; readonly ticket: string | null | undefined; readonly token?: undefined };

/** How somebody comes in. */
export interface Entry extends Pick<OpenOptions, "trustedDevice"> {
  readonly client: Client;
}

/** Longer than any link: a sealed one of an address of 254 characters has about 500. */
const MAX_TOKEN_LENGTH = 1024;

/** Signs in by what a mail said: see `MailSignIn.confirm`. */
export async function confirm(tools: Tools, input: Confirmation, entry: Entry): Promise<SignedIn> {
  const { context } = tools;
  context.keys.requireSecret();
  await runBeforeHook(context, "sign_in", { userId: null, client: entry.client });
  return input.token === undefined ? byCode(tools, input, entry) : byLink(tools, input.token, entry);
}

async function byLink(tools: Tools, token: unknown, entry: Entry): Promise<SignedIn> {
  const { context } = tools;
  const { client } = entry;
  const sealed = typeof token === "string" && token.length > 43 && token.length <= MAX_TOKEN_LENGTH ? token : null;
  const stranger = sealed && (await readTicket(context, sealed, SIGN_UP));
  if (!stranger) {
    return consumeToken(context, { purpose: SIGN_IN, token }, async (found) => {
      await attempt(context, found.user, client);
      return enter(context, found, entry);
    });
  }
  const { email, nonce } = stranger.data as { readonly email: string; readonly nonce: string };
  await attempt(context, { email }, client);
  if (!tools.signUps) throw new AuthError("sign_ups_closed", "Sign-up is closed");
  const signedIn = await signUpByMail(tools, { email, nonce, client });
  if (!signedIn) throw invalidToken();
  return signedIn;
}

async function byCode(
  tools: Tools,
  { code: typed, ticket }: { readonly code: unknown; readonly ticket: unknown },
  entry: Entry,
): Promise<SignedIn> {
  const { context } = tools;
  const { client } = entry;
  const code = readCode(typed);
  const asked = await readAsked(context, ticket);
  if (!asked) throw new AuthError("flow_expired", "Ask for a new mail in this browser: the one before has expired");
  const { email } = asked;
  await attempt(context, { email }, client);
  const guesses = await countGuess(context, "sign_in", email);
  const { links, seeds } = matches(context, asked, code);
  for (const token of links) {
    const signedIn = await orInvalid(
      consumeToken(context, { purpose: SIGN_IN, token }, async (found) => {
        await guesses.forget();
        return enter(context, found, entry);
      }),
    );
    if (signedIn) return signedIn;
  }
  for (const seed of tools.signUps ? seeds : []) {
    if (!(await wasSent(context, { email, seed }))) continue;
    await guesses.forget();
    const signedIn = await signUpByMail(tools, { email, nonce: seed.nonce, client });
    if (signedIn) return signedIn;
  }
  throw invalidCode();
}

/** What a code opens: links to accounts, and new accounts. It takes the same time whether the code is right or not. */
function matches(context: Context, { email, seeds }: Asked, code: string) {
  const links: string[] = [];
  const strangers: Seed[] = [];
  for (const secrets of mailSecrets(context))
    for (const seed of seeds) {
      const parts = [email, seed.nonce];
      const token = secrets.of(SIGN_IN, parts);
      if (sameCode(secrets.codeOf(SIGN_IN, parts), code)) links.push(token);
      if (sameCode(secrets.codeOf(SIGN_UP, parts), code)) strangers.push(seed);
    }
  return { links, seeds: strangers };
}

/** `null`: the token is not there (any more). */
async function orInvalid<T>(consuming: Promise<T>): Promise<T | null> {
  try {
    return await consuming;
  } catch (error) {
    if (error instanceof AuthError && error.code === "invalid_token") return null;
    throw error;
  }
}

async function attempt(context: Context, { id, email }: { id?: string; email: string }, client: Client): Promise<void> {
  await enterGuards(context, {
    purpose: "mail_sign_in",
    account: id ?? email,
    name: email,
    userId: id ?? null,
    client,
  });
}

/**
 * Signs in whoever reads the mail. If nobody has proved that before, somebody else may have made the account: then it
 * is taken over whole, as by a reset (decisions/005).
 */
async function enter(context: Context, found: Credentials, { client, trustedDevice }: Entry): Promise<SignedIn> {
  const { user } = found;
  const methods = ["mail"];
  const signedIn = user.emailVerified
    ? await openSession(context, user, { methods, client, trustedDevice })
    : await replaceSessions(context, found, {
        passwordHash: noPassword(),
        provesEmail: true,
        takesOver: true,
        renewsSession: false,
        event: "email.verified",
        methods,
        client,
      });
  if (!signedIn) throw invalidToken();
  return signedIn;
}
