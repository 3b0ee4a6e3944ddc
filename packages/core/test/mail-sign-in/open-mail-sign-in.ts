import { createAuth, type AuthEvent, type AuthOptions, type Storage } from "../../src/index.ts";
import { apiKeys } from "../../src/api-keys.ts";
import { identities } from "../../src/identities.ts";
import { mailSignIn, type MailSignInOptions, type ProofMail, type SignInMail } from "../../src/mail-sign-in.ts";
import { passwordReset } from "../../src/password-reset.ts";
import { stepUp } from "../../src/step-up.ts";
import { fastHasher, testClock } from "../../src/testing.ts";
import { SECRET } from "../support.ts";

export const PASSWORD = "correct horse battery staple";

interface Settings extends Partial<AuthOptions> {
  readonly mail?: Partial<MailSignInOptions>;
}

/** An auth whose users sign in by mail, over a storage that may hold others' accounts already. */
export function openMailSignIn(storage: Storage, { mail = {}, ...options }: Settings = {}) {
  const clock = testClock();
  const events: AuthEvent[] = [];
  const [mails, proofs]: [SignInMail[], ProofMail[]] = [[], []];
  const errors: unknown[] = [];
  const pending: Promise<void>[] = [];
  const hooks = { ...options.hooks, after: (event: AuthEvent) => void events.push(event) };
  const base = { storage, secret: SECRET, passwords: fastHasher(), guards: [], now: clock.now };
  const auth = createAuth({ ...base, ...options, hooks });
  const later = {
    waitUntil: (work: Promise<void>) => void pending.push(work),
    onError: (error: unknown) => void errors.push(error),
  };
  const byMail = mailSignIn(auth, {
    send: (sent) => void mails.push(sent),
    sendProof: (sent) => void proofs.push(sent),
    ...later,
    ...mail,
  });
  const resets: string[] = [];
  const reset = passwordReset(auth, { send: ({ token }) => void resets.push(token), ...later });
  const settle = async () => {
    while (pending.length > 0) await pending.shift();
  };
  /** Asks, and waits until the mail is out: `mail` is the newest to the address, or `undefined`. */
  async function ask(email: string, ticket?: string) {
    const before = mails.length;
    const asked = await byMail.request({ email, ticket });
    await settle();
    return { ticket: asked.ticket, mail: mails.slice(before).find((sent) => sent.email === email) };
  }
  return {
    auth,
    byMail,
    reset,
    resets,
    clock,
    mails,
    proofs,
    errors,
    settle,
    own: identities(auth),
    keys: apiKeys(auth),
    proof: stepUp(auth),
    /** The types of the events so far; then there are none. */
    told: () => events.splice(0).map(({ type }) => type),
    events,
    ask,
    /** Asks, and gets a mail. */
    async mailTo(email: string, ticket?: string) {
      const { mail: sent, ...asked } = await ask(email, ticket);
      if (!sent) throw new Error(`there is no mail to ${email}`);
      return { ...asked, ...sent };
    },
    signUp: (email: string) => auth.signUp({ email, password: PASSWORD }),
    /** Somebody who has proved to read mail at the address. */
    async verified(email: string) {
      await auth.signUp({ email, password: PASSWORD });
      await reset.request({ email });
      await settle();
      const signedIn = await reset.reset({ token: resets.pop()!, password: PASSWORD });
      events.length = 0;
      return signedIn;
    },
  };
}

export function freshEmail(): string {
  return `${crypto.randomUUID()}@example.com`;
}

/** Six digits that are not these. */
export function otherCode(...codes: readonly string[]): string {
  const numbers = codes.map(Number);
  const free = Array.from({ length: 20 }, (_, at) => at).find((one) => !numbers.includes(one))!;
  return String(free).padStart(6, "0");
}

/** What became of each attempt: a code, or `"in"`. */
export async function outcomesOf(attempts: readonly Promise<unknown>[]): Promise<readonly string[]> {
  const settled = await Promise.allSettled(attempts);
  return settled.map((one) => (one.status === "fulfilled" ? "in" : (one.reason as { code: string }).code)).sort();
}
