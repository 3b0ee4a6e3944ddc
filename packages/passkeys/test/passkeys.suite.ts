import type { Storage } from "@latchkey/core";
import { identities } from "@latchkey/core/identities";
import { passwordReset } from "@latchkey/core/password-reset";
import { sessions } from "@latchkey/core/sessions";
import { users } from "@latchkey/core/users";
import { expect, it } from "vitest";
import { freshEmail, openApplication, PASSWORD, refusal } from "./support/application.ts";
import { ORIGIN, type Algorithm } from "./support/authenticator.ts";

/** Signing up, in and proving by passkey, and what is one's own, on any storage. The signatures are real. */
export function passkeysSuite(open: () => Promise<Storage>): void {
  it("PK01 a user without a password signs up, in, adds a key, renames and deletes it", async () => {
    const { keys, signUp, signIn, add, told, auth, clock } = openApplication(await open());
    const { user, passkey, token, session, email } = await signUp();
    expect(user).toMatchObject({ email, emailVerified: false });
    expect(session.methods).toEqual(["passkey"]);
    expect(told()).toEqual(["user.created", "passkey.added", "session.opened"]);
    await expect(auth.signIn({ email, password: PASSWORD })).rejects.toMatchObject(refusal("invalid_credentials"));

    clock.advance(60);
    const again = await signIn(passkey);
    expect(again.user.id).toBe(user.id);
    expect(again.session).toMatchObject({ methods: ["passkey"], provedAt: new Date(clock.now()).toISOString() });
    expect(told()).toEqual(["session.opened"]);

    const { added, passkey: second } = await add(token, { name: "Work", transports: ["usb", "nfc", "future"] });
    expect(added).toMatchObject({ id: second.id, name: "Work", lastUsedAt: null, transports: ["nfc", "usb"] });
    await keys.rename(token, { id: second.id, name: "Zuhause 🏠" });
    const { passkeys, signal } = await keys.list(token);
    expect(passkeys.map(({ id, name, lastUsedAt }) => ({ id, name, lastUsedAt }))).toEqual([
      { id: passkey.id, name: "Device", lastUsedAt: new Date(clock.now()).toISOString() },
      { id: second.id, name: "Zuhause 🏠", lastUsedAt: null },
    ]);
    expect(signal).toEqual({
      rpId: "example.com",
      userId: passkey.userHandle,
      allAcceptedCredentialIds: [passkey.id, second.id],
      name: email,
      displayName: email,
    });
    await keys.delete(token, { id: second.id });
    expect(told()).toEqual(["passkey.added", "passkey.renamed", "passkey.deleted"]);
    await expect(signIn(second)).rejects.toMatchObject(refusal("invalid_credentials"));
    expect((await keys.list(token)).passkeys).toHaveLength(1);
  });

  it.each<Algorithm>([-7, -8, -257])("PK05 a key of algorithm %i signs up and in", async (algorithm) => {
    const { signUp, signIn } = openApplication(await open());
    const { passkey, user } = await signUp({ algorithm });
    expect((await signIn(passkey)).user.id).toBe(user.id);
  });

  it("PK01 the last way in stays: a passkey alone, or two that are deleted at the same moment", async () => {
    const storage = await open();
    const { keys, signUp, add, signUpByPassword } = openApplication(storage);
    const { token, passkey } = await signUp();
    await expect(keys.delete(token, { id: passkey.id })).rejects.toMatchObject(refusal("last_way_in"));
    const { passkey: second } = await add(token);
    const outcomes = await Promise.allSettled([
      keys.delete(token, { id: passkey.id }),
      keys.delete(token, { id: second.id }),
    ]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect((await keys.list(token)).passkeys).toHaveLength(1);

    const owner = await signUpByPassword();
    const { passkey: extra } = await add(owner.token);
    await keys.delete(owner.token, { id: extra.id });
    expect((await keys.list(owner.token)).passkeys).toEqual([]);
  });

  it("PK02 who was not verified by the authenticator neither signs up, in, adds nor proves", async () => {
    const { keys, make, signUp, signIn } = openApplication(await open());
    const unverified = { flags: 0x01 };
    const options = await keys.beginSignUp({ email: freshEmail() });
    expect(options.authenticatorSelection.userVerification).toBe("required");
    const made = (await make(options, unverified)).made;
    await expect(keys.signUp({ response: made })).rejects.toMatchObject(refusal("invalid_passkey", "response"));
    const { passkey, token } = await signUp();
    await expect(signIn(passkey, unverified)).rejects.toMatchObject(refusal("invalid_credentials"));
    await expect(signIn(passkey, { flags: 0x04 })).rejects.toMatchObject(refusal("invalid_credentials"));
    const added = (await make(await keys.beginAdd(token), unverified)).made;
    await expect(keys.add(token, { response: added })).rejects.toMatchObject(refusal("invalid_passkey", "response"));
    const proof = await passkey.sign(await keys.beginProof(token), unverified);
    await expect(keys.prove(token, { response: proof })).rejects.toMatchObject(refusal("invalid_credentials"));
  });

  it("PK03 a challenge opens one session, however many come with it at once", async () => {
    const { keys, signUp, told } = openApplication(await open());
    const { passkey } = await signUp();
    told();
    const response = await passkey.sign(await keys.beginSignIn());
    const tried = await Promise.allSettled(Array.from({ length: 8 }, () => keys.signIn({ response })));
    expect(tried.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const one of tried) if (one.status === "rejected") expect(one.reason).toMatchObject(refusal("flow_expired"));
    await expect(keys.signIn({ response })).rejects.toMatchObject(refusal("flow_expired"));
    expect(told()).toEqual(["session.opened"]);
  });

  it("PK03 a challenge is spent by a counting key as well, and its second use is no clone", async () => {
    const { keys, signUp, told } = openApplication(await open());
    const { passkey } = await signUp({ counter: 7 });
    told();
    const response = await passkey.sign(await keys.beginSignIn(), { counter: 8 });
    await keys.signIn({ response });
    await expect(keys.signIn({ response })).rejects.toMatchObject(refusal("flow_expired"));
    expect(told()).toEqual(["session.opened"]);
  });

  it("PK03 a challenge makes one passkey: what was deleted since does not come back", async () => {
    const { keys, make, signUpByPassword, auth } = openApplication(await open());
    const { token } = await signUpByPassword();
    const { made } = await make(await keys.beginAdd(token));
    await keys.add(token, { response: made });
    await keys.delete(token, { id: made.id });
    await expect(keys.add(token, { response: made })).rejects.toMatchObject(refusal("flow_expired"));
    const { made: first } = await make(await keys.beginSignUp({ email: freshEmail() }));
    const { user } = await keys.signUp({ response: first });
    await users(auth).delete(user.id);
    await expect(keys.signUp({ response: first })).rejects.toMatchObject(refusal("flow_expired"));
  });

  it("PK03 a challenge lives for 5 minutes", async () => {
    const { keys, make, signUp, clock } = openApplication(await open());
    const { passkey } = await signUp();
    const signIn = await keys.beginSignIn();
    const signUpOptions = await keys.beginSignUp({ email: freshEmail() });
    const { made } = await make(signUpOptions);
    clock.advance(300);
    await expect(keys.signIn({ response: await passkey.sign(signIn) })).rejects.toMatchObject(refusal("flow_expired"));
    await expect(keys.signUp({ response: made })).rejects.toMatchObject(refusal("flow_expired"));
  });

  it("PK03 a challenge of one purpose, person, session or pool is none of another", async () => {
    const storage = await open();
    const { keys, make, signUp, auth } = openApplication(storage);
    const { passkey, token } = await signUp();
    const other = await signUp();
    const elsewhere = openApplication(storage, { auth: { pool: "admins" } });
    const expired = refusal("flow_expired");

    const [signIn, prove, add] = [await keys.beginSignIn(), await keys.beginProof(token), await keys.beginAdd(token)];
    await expect(keys.signIn({ response: await passkey.sign(prove) })).rejects.toMatchObject(expired);
    await expect(keys.prove(token, { response: await passkey.sign(signIn) })).rejects.toMatchObject(expired);
    const { made } = await make(add);
    await expect(keys.signUp({ response: made })).rejects.toMatchObject(expired);
    await expect(keys.add(other.token, { response: made })).rejects.toMatchObject(expired);
    const proof = await passkey.sign(prove);
    await expect(keys.prove(other.token, { response: proof })).rejects.toMatchObject(expired);
    const again = await keys.signIn({ response: await passkey.sign(await keys.beginSignIn()) });
    await expect(keys.add(again.token, { response: made })).rejects.toMatchObject(expired);
    await expect(keys.prove(again.token, { response: proof })).rejects.toMatchObject(expired);
    const theirs = { response: await passkey.sign(await elsewhere.keys.beginSignIn()) };
    await expect(keys.signIn(theirs)).rejects.toMatchObject(expired);
    const invented = { response: await passkey.sign(signIn, { challenge: "AAECAwQFBgcICQoLDA0ODw" }) };
    await expect(keys.signIn(invented)).rejects.toMatchObject(expired);

    // All of them are still good for what they were made for.
    await keys.signIn({ response: await passkey.sign(signIn) });
    expect(await keys.add(token, { response: made })).toMatchObject({ id: made.id });
    expect((await keys.prove(token, { response: proof })).methods).toEqual(["passkey"]);
    expect(await auth.getUser(token)).not.toBeNull();
  });

  it("PK03 one sign-up of many at once with one challenge creates a user", async () => {
    const { keys, make } = openApplication(await open());
    const email = freshEmail();
    const { made } = await make(await keys.beginSignUp({ email }));
    const tried = await Promise.allSettled(Array.from({ length: 6 }, () => keys.signUp({ response: made })));
    expect(tried.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const one of tried)
      if (one.status === "rejected") expect(["flow_expired", "user_exists"]).toContain(one.reason.code);
  });

  it("PK04 another rpId, and an origin that differs in anything, is refused", async () => {
    const { keys, make, signUp, signIn } = openApplication(await open());
    const { passkey } = await signUp();
    const strangers = [
      "https://app.example.com.evil.example",
      "https://evil.example",
      "https://example.com",
      "http://app.example.com",
      "https://app.example.com:8443",
      "https://app.example.com/",
      "https://APP.example.com",
      "null",
      "",
    ];
    for (const origin of strangers) {
      await expect(signIn(passkey, { origin }), origin).rejects.toMatchObject(refusal("invalid_credentials"));
      const { made } = await make(await keys.beginSignUp({ email: freshEmail() }), { origin });
      await expect(keys.signUp({ response: made }), origin).rejects.toMatchObject(refusal("invalid_passkey"));
    }
    const rpId = "app.example.com";
    await expect(signIn(passkey, { rpId })).rejects.toMatchObject(refusal("invalid_credentials"));
    const { made } = await make(await keys.beginSignUp({ email: freshEmail() }), { rpId });
    await expect(keys.signUp({ response: made })).rejects.toMatchObject(refusal("invalid_passkey"));
    for (const clientData of [{ crossOrigin: true }, { topOrigin: ORIGIN }])
      await expect(signIn(passkey, { clientData })).rejects.toMatchObject(refusal("invalid_passkey"));
    expect((await signIn(passkey)).user).toBeDefined();
  });

  it("PK04 a related origin signs in with the same key", async () => {
    const { signUp, signIn } = openApplication(await open(), { relatedOrigins: ["https://example.de"] });
    const { passkey } = await signUp();
    expect((await signIn(passkey, { origin: "https://example.de" })).user).toBeDefined();
    await expect(signIn(passkey, { origin: "https://example.dev" })).rejects.toMatchObject(
      refusal("invalid_credentials"),
    );
  });

  it("PK06 a counter that falls back or stays is refused and told, and 0 is no clone", async () => {
    const { signUp, signIn, told, failures } = openApplication(await open());
    const synced = await signUp();
    await signIn(synced.passkey);
    await signIn(synced.passkey);
    const { passkey, user } = await signUp({ counter: 5 });
    await signIn(passkey, { counter: 6 });
    told();
    for (const counter of [6, 5, 1, 0]) {
      failures.length = 0;
      await expect(signIn(passkey, { counter }), String(counter)).rejects.toMatchObject(refusal("invalid_credentials"));
      expect(told()).toEqual(["passkey.cloned"]);
      expect(failures).toMatchObject([{ type: "sign_in.failed", userId: user.id }]);
    }
    await signIn(passkey, { counter: 4_294_967_295 });
  });

  it("PK06 of two that sign in at once with one counter, one gets in, and the other is told", async () => {
    const { keys, signUp, told } = openApplication(await open());
    const { passkey } = await signUp({ counter: 5 });
    told();
    const answers = await Promise.all(
      [0, 1].map(async () => ({ response: await passkey.sign(await keys.beginSignIn(), { counter: 6 }) })),
    );
    const tried = await Promise.allSettled(answers.map((answer) => keys.signIn(answer)));
    expect(tried.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(told().sort()).toEqual(["passkey.cloned", "session.opened"]);
  });

  it("PK06 a proof by a copied key is refused and told as well", async () => {
    const { keys, signUp, told } = openApplication(await open());
    const { passkey, token } = await signUp({ counter: 5 });
    told();
    const response = await passkey.sign(await keys.beginProof(token), { counter: 5 });
    await expect(keys.prove(token, { response })).rejects.toMatchObject(refusal("invalid_credentials"));
    expect(told()).toEqual(["passkey.cloned"]);
  });

  it("PK07 another's passkey can neither be used, renamed nor deleted", async () => {
    const storage = await open();
    const { keys, signUp, signIn } = openApplication(storage);
    const [ada, bob] = [await signUp(), await signUp()];
    const { id } = ada.passkey;
    await expect(keys.rename(bob.token, { id, name: "Mine" })).rejects.toMatchObject(refusal("not_found"));
    await expect(keys.delete(bob.token, { id })).rejects.toMatchObject(refusal("not_found"));
    const proof = await ada.passkey.sign(await keys.beginProof(bob.token));
    await expect(keys.prove(bob.token, { response: proof })).rejects.toMatchObject(refusal("invalid_credentials"));
    const disguised = { ...proof, id: bob.passkey.id, rawId: bob.passkey.id };
    await expect(keys.prove(bob.token, { response: disguised })).rejects.toMatchObject(refusal("invalid_credentials"));
    // The key of one, under the handle or the id of the other.
    await expect(signIn(ada.passkey, { userHandle: bob.passkey.userHandle })).rejects.toMatchObject(
      refusal("invalid_credentials"),
    );
    const answer = await ada.passkey.sign(await keys.beginSignIn(), { userHandle: bob.passkey.userHandle });
    const stolen = { ...answer, id: bob.passkey.id, rawId: bob.passkey.id };
    await expect(keys.signIn({ response: stolen })).rejects.toMatchObject(refusal("invalid_credentials"));
    // A key with an id that is in use.
    const { beginAdd, add } = keys;
    const { made } = await openApplication(storage).make(await beginAdd(bob.token), {
      id: Uint8Array.from(atob(id.replaceAll("-", "+").replaceAll("_", "/")), (one) => one.charCodeAt(0)),
    });
    await expect(add(bob.token, { response: made })).rejects.toMatchObject(refusal("passkey_taken"));
    expect((await keys.list(ada.token)).passkeys).toMatchObject([{ id, name: "Device" }]);
    expect((await signIn(ada.passkey)).user.id).toBe(ada.user.id);
  });

  it("PK08 adding a key needs a proof of the last 5 minutes, and the session that began it", async () => {
    const { keys, make, signUp, signUpByPassword, clock, proof } = openApplication(await open());
    const { token } = await signUpByPassword();
    clock.advance(299);
    const options = await keys.beginAdd(token);
    clock.advance(1);
    await expect(keys.beginAdd(token)).rejects.toMatchObject(refusal("proof_required"));
    clock.advance(298);
    const { made } = await make(options);
    expect(await keys.add(token, { response: made })).toMatchObject({ id: made.id });
    await expect(keys.delete(token, { id: made.id })).rejects.toMatchObject(refusal("proof_required"));

    const { token: own, passkey } = await signUp();
    clock.advance(300);
    await expect(keys.beginAdd(own)).rejects.toMatchObject(refusal("proof_required"));
    await keys.prove(own, { response: await passkey.sign(await keys.beginProof(own)) });
    expect(await keys.beginAdd(own)).toMatchObject({ excludeCredentials: [{ id: passkey.id }] });
    await expect(proof.require(own)).resolves.toMatchObject({ methods: ["passkey"] });
  });

  it("PK08 a session that was ended while the dialog was open adds nothing", async () => {
    const storage = await open();
    const { auth, keys, make, signUpByPassword } = openApplication(storage);
    const { token, user } = await signUpByPassword();
    const { made } = await make(await keys.beginAdd(token));
    await sessions(auth).endAll(token);
    await expect(keys.add(token, { response: made })).rejects.toMatchObject(refusal("unauthenticated"));
    expect(await storage.passkeys.list(user.id)).toEqual([]);
  });

  it("PK10 an unknown key, a wrong signature and a disabled user get one answer, and options say nothing", async () => {
    const storage = await open();
    const { auth, keys, signUp, signIn, failures } = openApplication(storage);
    const { passkey, user } = await signUp();
    const { challenge: first, ...options } = await keys.beginSignIn();
    expect(options).toEqual({
      rpId: "example.com",
      timeout: 300_000,
      allowCredentials: [],
      userVerification: "required",
    });
    expect((await keys.beginSignIn()).challenge).not.toBe(first);

    const answers: unknown[] = [];
    const note = async (trying: Promise<unknown>) =>
      void answers.push(await trying.catch(({ code, message, field }) => ({ code, message, field })));
    const elsewhere = await openApplication(storage, { auth: { pool: "admins" } }).signUp();
    const removed = await signUp();
    await users(auth).delete(removed.user.id);
    await note(signIn(removed.passkey));
    await note(signIn(elsewhere.passkey));
    const answer = await passkey.sign(await keys.beginSignIn());
    const { signature } = await passkey.sign(await keys.beginSignIn()).then(({ response }) => response);
    await note(keys.signIn({ response: { ...answer, response: { ...answer.response, signature } } }));
    await note(signIn(passkey, { userHandle: null }));
    await users(auth).disable(user.id);
    await note(signIn(passkey));
    expect(new Set(answers.map((one) => JSON.stringify(one)))).toEqual(
      new Set([JSON.stringify({ code: "invalid_credentials", message: "Invalid credentials" })]),
    );
    expect(failures.map(({ userId }) => userId)).toEqual([null, null, user.id, user.id, user.id]);
  });

  it("PK01 an address that is taken is told as by a password, in both steps", async () => {
    const { keys, make, signUpByPassword } = openApplication(await open());
    const email = freshEmail();
    const { made } = await make(await keys.beginSignUp({ email: email.toUpperCase() }));
    await signUpByPassword(email);
    await expect(keys.signUp({ response: made })).rejects.toMatchObject(refusal("user_exists"));
    await expect(keys.beginSignUp({ email })).rejects.toMatchObject(refusal("user_exists"));
    await expect(keys.beginSignUp({ email: "nobody" })).rejects.toMatchObject(refusal("invalid_email"));
  });

  it("PK01 a session that a sign-in replaces ends", async () => {
    const { auth, keys, signUp } = openApplication(await open());
    const { passkey, token } = await signUp();
    const answer = { response: await passkey.sign(await keys.beginSignIn()) };
    const { token: next } = await keys.signIn(answer, undefined, { replaces: [token] });
    expect(await auth.getUser(token)).toBeNull();
    expect(await auth.getUser(next)).not.toBeNull();
  });

  it("PK07 a key that a stranger has planted goes with the reset of an account that was never verified", async () => {
    const storage = await open();
    const { auth, keys, signUp, signIn, told } = openApplication(storage);
    const { passkey, email, token } = await signUp();
    const mails: string[] = [];
    const pending: Promise<void>[] = [];
    const reset = passwordReset(auth, {
      send: (mail) => void mails.push(mail.token),
      waitUntil: (work) => void pending.push(work),
    });
    await reset.request({ email });
    await Promise.all(pending);
    told();
    const owner = await reset.reset({ token: mails[0]!, password: PASSWORD });
    expect(told()).toContain("passkey.deleted");
    await expect(signIn(passkey)).rejects.toMatchObject(refusal("invalid_credentials"));
    expect(await auth.getUser(token)).toBeNull();
    expect((await keys.list(owner.token)).passkeys).toEqual([]);
  });

  it("PK01 a user with a passkey alone has no password, and can set one by mail", async () => {
    const { auth, signUp, keys } = openApplication(await open());
    const { token, user, passkey } = await signUp();
    expect(await identities(auth).list(token)).toEqual({ identities: [], hasPassword: false });
    const { passkeys } = await users(auth).export(user.id);
    expect(passkeys).toMatchObject([{ id: passkey.id }]);
    await expect(keys.delete(token, { id: passkey.id })).rejects.toMatchObject(refusal("last_way_in"));
    await users(auth).delete(user.id);
    await expect(keys.list(token)).rejects.toMatchObject(refusal("unauthenticated"));
  });
}
