import { createAuth, type AuthEvent, type AuthOptions, type Storage } from "../../src/index.ts";
import { identities, type ProvedIdentity } from "../../src/identities.ts";
import { passwordChange } from "../../src/password-change.ts";
import { passwordReset } from "../../src/password-reset.ts";
import { fastHasher, testClock } from "../../src/testing.ts";
import { SECRET } from "../support.ts";

export const PASSWORD = "correct horse battery staple";
export const NEW_PASSWORD = "a quite different password";

/** An auth with identities, over a storage that may hold others' accounts already. */
export function openIdentities(storage: Storage, options: Partial<AuthOptions> = {}) {
  const clock = testClock();
  const events: AuthEvent[] = [];
  const mails: { email: string; token: string }[] = [];
  const pending: Promise<void>[] = [];
  const hooks = { ...options.hooks, after: (event: AuthEvent) => void events.push(event) };
  const base = { storage, secret: SECRET, passwords: fastHasher(), guards: [], now: clock.now };
  const auth = createAuth({ ...base, ...options, hooks });
  const reset = passwordReset(auth, {
    send: ({ user, token }) => void mails.push({ email: user.email, token }),
    waitUntil: (work) => void pending.push(work),
  });
  const own = identities(auth);
  return {
    auth,
    own,
    clock,
    events,
    changer: passwordChange(auth),
    /** The types of the events so far; then there are none. */
    told: () => events.splice(0).map(({ type }) => type),
    /** Signs in, and expects to be let in. */
    async enter(proved: ProvedIdentity) {
      const result = await own.signIn(proved);
      if (result.outcome !== "signed_in") throw new Error("a link is required");
      return { ...result.signedIn, isNew: result.isNew };
    },
    /** The ticket of somebody whose address is taken. */
    async ticketFor(proved: ProvedIdentity) {
      const result = await own.signIn(proved);
      if (result.outcome !== "link_required") throw new Error("it was let in");
      return result.ticket;
    },
    signUp: (email: string) => auth.signUp({ email, password: PASSWORD }),
    /** Sets a new password by mail, as the owner of the mailbox can. */
    async resetByMail(email: string) {
      await reset.request({ email });
      while (pending.length > 0) await pending.shift();
      const { token } = mails.findLast((mail) => mail.email === email)!;
      return reset.reset({ token, password: NEW_PASSWORD });
    },
  };
}

export function freshEmail(): string {
  return `${crypto.randomUUID()}@example.com`;
}

/** Somebody at a provider, whom no user is yet. */
export function newcomer(fields: Partial<ProvedIdentity> = {}): ProvedIdentity & { email: string } {
  const proved = { provider: "test", subject: crypto.randomUUID(), email: freshEmail(), emailIsProven: true };
  return { ...proved, ...fields } as ProvedIdentity & { email: string };
}
