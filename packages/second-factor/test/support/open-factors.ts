import { AuthError, createAuth, type AuthEvent, type AuthOptions, type Storage } from "@latchkey/core";
import { emailVerification } from "@latchkey/core/email-verification";
import { identities, type ProvedIdentity } from "@latchkey/core/identities";
import { mailSignIn } from "@latchkey/core/mail-sign-in";
import { passwordChange } from "@latchkey/core/password-change";
import { passwordReset } from "@latchkey/core/password-reset";
import { stepUp } from "@latchkey/core/step-up";
import { fastHasher, testClock } from "@latchkey/core/testing";
import { throttle } from "@latchkey/core/throttle";
import { usernames, type Usernames } from "@latchkey/core/usernames";
import { secondFactor, secondFactors, type SecondFactorOptions } from "@latchkey/second-factor";
import { Secret, TOTP } from "otpauth/slim";

export const SECRET = "a secret of this project, 32 bytes or more";
export const PASSWORD = "correct horse battery staple";
export const NEW_PASSWORD = "a quite different password";
const STEP_MS = 30_000;

export interface FactorOptions extends Partial<AuthOptions> {
  readonly rules?: Partial<SecondFactorOptions> | undefined;
}

/** An auth with a second factor and every way in, over a storage that may hold others' accounts already. */
export function openFactors(storage: Storage, { rules, ...options }: FactorOptions = {}) {
  const clock = testClock();
  const events: AuthEvent[] = [];
  const mails: { email: string; token: string }[] = [];
  const pending: Promise<void>[] = [];
  const auth = createAuth({
    storage,
    secret: SECRET,
    passwords: fastHasher(),
    guards: [throttle(), secondFactor({ issuer: "Example", ...rules })],
    now: clock.now,
    ...options,
    hooks: { ...options.hooks, after: (event: AuthEvent) => void events.push(event) },
  });
  const later = { waitUntil: (work: Promise<void>) => void pending.push(work) };
  const send = ({ user, token }: { user: { email: string }; token: string }) =>
    void mails.push({ email: user.email, token });
  const factors = secondFactors(auth);
  const reset = passwordReset(auth, { send, ...later });
  const verification = emailVerification(auth, { send, ...later });
  const codes = new Map<string, string>();
  const byMail = mailSignIn(auth, {
    send({ email, token, code }) {
      mails.push({ email, token });
      codes.set(email, code);
    },
    sendProof: () => {},
    ...later,
  });
  /** Made where it is used: with user names, every guess counts twice. */
  let names: Usernames | undefined;
  const named = () => (names ??= usernames(auth));

  const lastToken = async (email: string) => {
    while (pending.length > 0) await pending.shift();
    return mails.findLast((mail) => mail.email === email)!.token;
  };
  /** The code that the app shows now. */
  const codeOf = (secret: string) =>
    new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: clock.now() });
  /** The next code that was not shown before. */
  const nextCode = (secret: string) => {
    clock.advance(STEP_MS / 1000);
    return codeOf(secret);
  };
  const signUp = async () => {
    const email = `${crypto.randomUUID()}@example.com`;
    return { email, ...(await auth.signUp({ email, password: PASSWORD })) };
  };
  const turnOn = async (token: string) => {
    const { secret, ticket } = await factors.setUp(token);
    const recoveryCodes = await factors.confirm(token, { ticket, code: nextCode(secret) });
    return { secret, recoveryCodes };
  };

  return {
    auth,
    storage,
    clock,
    events,
    factors,
    reset,
    verification,
    byMail,
    /** The code of the newest mail to an address. */
    mailedCode: async (email: string) => (await lastToken(email), codes.get(email)!),
    named,
    own: identities(auth),
    changer: passwordChange(auth),
    proof: stepUp(auth),
    codeOf,
    nextCode,
    signUp,
    turnOn,
    lastToken,
    /** The types of the events so far; then there are none. */
    told: () => events.splice(0).map(({ type }) => type),
    /** A new account with a second factor, and with the session that has turned it on. */
    async enrol(person?: Awaited<ReturnType<typeof signUp>>) {
      person ??= await signUp();
      return { ...person, ...(await turnOn(person.token)) };
    },
    /** The ticket of a sign-in by password. */
    ticketOf: (email: string, password = PASSWORD) => ticketFrom(auth.signIn({ email, password })),
    /** How many live sessions a user has. */
    sessionsOf: async (userId: string) => (await storage.sessions.list(userId, new Date(clock.now()))).length,
    resetToken: async (email: string) => {
      await reset.request({ email });
      return lastToken(email);
    },
  };
}

export type Factors = ReturnType<typeof openFactors>;

/** The ticket of a session that is held back, and nothing else. */
export async function ticketFrom(attempt: Promise<unknown>, code = "second_factor_required"): Promise<string> {
  try {
    await attempt;
  } catch (error) {
    if (error instanceof AuthError && error.code === code && error.ticket !== undefined) return error.ticket;
    throw error;
  }
  throw new Error("a session was opened");
}

/** Somebody at a provider, whom no user is yet. */
export function newcomer(fields: Partial<ProvedIdentity> = {}): ProvedIdentity & { email: string } {
  const email = `${crypto.randomUUID()}@example.com`;
  return { provider: "okta", subject: crypto.randomUUID(), email, emailIsProven: true, ...fields } as never;
}

/** What a thrown AuthError looks like. */
export function refusal(code: string, fields: object = {}): object {
  return { name: "AuthError", code, ...fields };
}

/** How many of these succeeded; the others must have failed with one of the codes. */
export async function winners(attempts: readonly Promise<unknown>[], codes: readonly string[]): Promise<number> {
  const settled = await Promise.allSettled(attempts);
  for (const one of settled) {
    if (one.status === "rejected" && !codes.includes((one.reason as AuthError).code)) throw one.reason;
  }
  return settled.filter(({ status }) => status === "fulfilled").length;
}
