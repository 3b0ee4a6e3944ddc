import { createAuth, type AuthOptions, type Storage } from "@latchkey/core";
import { apiKeys } from "@latchkey/core/api-keys";
import { emailChange } from "@latchkey/core/email-change";
import { emailVerification } from "@latchkey/core/email-verification";
import { identities } from "@latchkey/core/identities";
import { memoryStorage } from "@latchkey/core/memory";
import { mailSignIn } from "@latchkey/core/mail-sign-in";
import { ownAccount } from "@latchkey/core/own-account";
import { passwordChange } from "@latchkey/core/password-change";
import { passwordReset } from "@latchkey/core/password-reset";
import { rateLimit } from "@latchkey/core/rate-limit";
import { stepUp } from "@latchkey/core/step-up";
import { sessions } from "@latchkey/core/sessions";
import { fastHasher } from "@latchkey/core/testing";
import { throttle, unlock } from "@latchkey/core/throttle";
import { usernames } from "@latchkey/core/usernames";
import { users } from "@latchkey/core/users";
import { openFactors, PASSWORD, ticketFrom } from "../../packages/second-factor/test/support/open-factors.ts";
import { mailbox } from "./all-routes.ts";
import { hearPasskeys } from "./passkey-operations.ts";
import { SECRET } from "./server.ts";

/** What storage was asked, as `store.method`, since it was last forgotten. */
function heardStorage() {
  const calls: string[] = [];
  const storage = memoryStorage() as unknown as Record<string, Record<string, (...values: unknown[]) => unknown>>;
  for (const [store, methods] of Object.entries(storage)) {
    for (const [method, run] of typeof methods === "object" ? Object.entries(methods) : []) {
      methods[method] = (...values) => (calls.push(`${store}.${method}`), run(...values));
    }
  }
  return { calls, storage: storage as unknown as Storage };
}

/** Every public operation of an account's life, and what each asks of storage. */
export async function hearOperations(): Promise<ReadonlyMap<string, readonly string[]>> {
  const { calls, storage } = heardStorage();
  const heard = new Map<string, readonly string[]>();
  const during = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
    calls.length = 0;
    const result = await work();
    // What goes on behind the answer belongs to the operation.
    await new Promise((resolve) => setTimeout(resolve, 5));
    heard.set(name, [...calls]);
    return result;
  };
  const open = (options: Partial<AuthOptions> = {}) =>
    createAuth({ storage, secret: SECRET, passwords: fastHasher(), ...options });
  const plain = open({ guards: [] });
  const password = "correct horse";
  const fresh = async (auth = plain) => {
    const email = `${crypto.randomUUID()}@example.com`;
    return { email, password, ...(await auth.signUp({ email, password })) };
  };

  const ada = await fresh();
  await during("signUp", () => fresh());
  await during("signIn, without guards", () => plain.signIn(ada));
  await during("signIn", () => open().signIn(ada));
  await during("signIn, wrong password", () =>
    open()
      .signIn({ ...ada, password: "wrong" })
      .catch(() => {}),
  );
  await during("signIn, with rateLimit() and throttle()", () =>
    open({ guards: [rateLimit(), throttle()] }).signIn(ada, { address: "192.0.2.1", agent: null }),
  );
  await during("getUser, getSession", () => plain.getSession(ada.token));
  await during("verifyToken", () => plain.verifyToken(ada.token));
  await during("signOut", async () => plain.signOut((await fresh()).token)).then(() =>
    heard.set("signOut", heard.get("signOut")!.slice(1)),
  );

  const own = sessions(plain);
  const second = await plain.signIn(ada);
  await during("sessions.refresh", () => own.refresh(ada.token));
  await during("sessions.list", () => own.list(ada.token));
  await during("sessions.end", () => own.end(ada.token, second.session.id));
  await during("sessions.endOthers", () => own.endOthers(ada.token));
  await during("sessions.endAll", () => own.endAll(ada.token));

  const mails = mailbox();
  /** The same for what mails behind the answer: it is over when the mail is there. */
  const mailed = async <T>(name: string, to: string, ask: () => Promise<T>) => {
    let mail = "";
    const asked = await during(name, async () => {
      const result = await ask();
      mail = await mails.last(to);
      return result;
    });
    return { asked, mail };
  };
  const bob = await fresh();
  const changed = await during("passwordChange.change", () =>
    passwordChange(plain).change(bob.token, { currentPassword: password, newPassword: "another horse" }),
  );
  const verification = emailVerification(plain, { send: ({ user, token }) => mails.deliver(user.email, token) });
  const { mail: verifyToken } = await mailed("emailVerification.request", bob.email, () =>
    verification.request(changed.token),
  );
  const verified = await during("emailVerification.verify", () =>
    verification.verify({ token: verifyToken, sessionToken: changed.token }),
  );
  const moving = emailChange(plain, { send: ({ email, token }) => mails.deliver(email, token), notify: () => {} });
  const email = `${crypto.randomUUID()}@example.com`;
  const { mail: changeToken } = await mailed("emailChange.request", email, () =>
    moving.request(verified.token, { email, currentPassword: "another horse" }),
  );
  await during("emailChange.confirm", () => moving.confirm({ token: changeToken, sessionToken: verified.token }));
  const reset = passwordReset(plain, { send: ({ user, token }) => mails.deliver(user.email, token) });
  const { mail: resetToken } = await mailed("passwordReset.request", email, () => reset.request({ email }));
  await during("passwordReset.request, unknown address", () => reset.request({ email: "nobody@example.com" }));
  await during("passwordReset.reset", () => reset.reset({ token: resetToken, password: "third horse" }));
  const byMail = mailSignIn(plain, {
    send: ({ email: to, token, code }) => mails.deliver(to, `${token} ${code}`),
    sendProof: ({ email: to, code }) => mails.deliver(to, code),
  });
  const { asked, mail } = await mailed("mailSignIn.request", email, () => byMail.request({ email }));
  const [, signInCode = ""] = mail.split(" ");
  await during("mailSignIn.confirm", () => byMail.confirm({ code: signInCode, ticket: asked.ticket }));
  const nobody = "nobody@example.com";
  const unknown = await mailed("mailSignIn.request, unknown address", nobody, () => byMail.request({ email: nobody }));
  const [signUpToken = ""] = unknown.mail.split(" ");
  const entered = await during("mailSignIn.confirm, new account", () => byMail.confirm({ token: signUpToken }));
  const { mail: proofCode } = await mailed("mailSignIn.requestProof", nobody, () => byMail.requestProof(entered.token));
  await during("mailSignIn.confirmProof", () => byMail.confirmProof(entered.token, { code: proofCode }));

  const cleo = await fresh();
  const keys = apiKeys(plain);
  const { key, id } = await during("apiKeys.create", () =>
    keys.create(cleo.token, { name: "CI", currentPassword: password }),
  );
  await keys.verify(key);
  await during("apiKeys.verify", () => keys.verify(key));
  await during("apiKeys.list", () => keys.list(cleo.token));
  await during("apiKeys.delete", () => keys.delete(cleo.token, id));
  const names = usernames(plain);
  await during("usernames.signUp", () => names.signUp({ username: "dora", email: "dora@example.com", password }));
  await during("usernames.signIn", () => names.signIn({ username: "dora", password }));
  await during("ownAccount.updateMetadata", () => ownAccount(plain).updateMetadata(cleo.token, { a: 1 }));
  await during("ownAccount.delete", () => ownAccount(plain).delete(cleo.token, { currentPassword: password }));

  const proof = stepUp(plain);
  const gil = await fresh();
  await during("stepUp.prove", () => proof.prove(gil.token, { password }));
  await during("stepUp.require", () => proof.require(gil.token));
  const accounts = identities(plain);
  const known = { provider: "test", subject: "1", email: "fay@example.com", emailIsProven: true };
  await during("identities.signIn, a new user", () => accounts.signIn(known));
  await during("identities.signIn", () => accounts.signIn(known));
  const taken = { ...known, subject: "2", email: gil.email };
  const waiting = await during("identities.signIn, a taken address", () => accounts.signIn(taken));
  const ticket = waiting.outcome === "link_required" ? waiting.ticket : "";
  await during("identities.linkPending", () => accounts.linkPending(gil.token, ticket));
  await during("identities.link", () => accounts.link(gil.token, { ...known, subject: "3" }));
  await during("identities.list", () => accounts.list(gil.token));
  await during("identities.unlink", () => accounts.unlink(gil.token, { provider: "test", subject: "3" }));
  await hearPasskeys(during, { auth: plain, token: gil.token });

  await hearSecondFactor(storage, during);

  const admin = users(plain);
  const eve = await during("users.create", () => admin.create({ email: "eve@example.com" }));
  await during("users.find", () => admin.find({ id: eve.id }));
  await during("users.list", () => admin.list());
  await during("users.update", () => admin.update(eve.id, { appMetadata: { role: "x" } }));
  await during("users.setPassword", () => admin.setPassword(eve.id, password));
  await during("users.sessions", () => admin.sessions(eve.id));
  await during("users.endSessions", () => admin.endSessions(eve.id));
  await during("users.disable", () => admin.disable(eve.id));
  await during("users.delete", () => admin.delete(eve.id));
  await during("users.createFirst", () => users(open({ pool: "admins" })).createFirst({ email: "root@example.com" }));
  await during("unlock", () => unlock(plain, { userId: bob.user.id }));
  return heard;
}

/** A second factor: what it adds to a sign-in, and what its owner does with it. */
async function hearSecondFactor(
  storage: Storage,
  during: <T>(name: string, work: () => Promise<T>) => Promise<T>,
): Promise<void> {
  const app = openFactors(storage);
  const { factors } = app;
  const { email, token } = await app.signUp();
  const signIn = () => app.auth.signIn({ email, password: PASSWORD });
  await during("signIn, with secondFactor(), without a factor", signIn);
  const { secret, ticket } = await during("secondFactors.setUp", () => factors.setUp(token));
  await during("secondFactors.confirm", () => factors.confirm(token, { ticket, code: app.nextCode(secret) }));
  const held = await during("signIn, with a second factor", () => ticketFrom(signIn()));
  const code = app.nextCode(secret);
  await during("secondFactors.signIn", () => factors.signIn({ ticket: held, code }));
  await during("secondFactors.status", () => factors.status(token));
  await during("secondFactors.prove", () => factors.prove(token, { code: app.nextCode(secret) }));
  await during("secondFactors.replaceCodes", () => factors.replaceCodes(token));
  await during("secondFactors.forgetDevices", () => factors.forgetDevices(token));
  await during("secondFactors.disable", () => factors.disable(token));
}
