import { describe, expect, it } from "vitest";
import { apiKeys } from "../../src/api-keys.ts";
import { auditLog, audited } from "../../src/audit.ts";
import { emailVerification } from "../../src/email-verification.ts";
import { identities } from "../../src/identities.ts";
import { createAuth, type Client } from "../../src/index.ts";
import { memoryStorage } from "../../src/memory.ts";
import { ownAccount } from "../../src/own-account.ts";
import { passwordChange } from "../../src/password-change.ts";
import { passwordReset } from "../../src/password-reset.ts";
import { stepUp } from "../../src/step-up.ts";
import { sessions } from "../../src/sessions.ts";
import { fastHasher, testClock } from "../../src/testing.ts";
import { throttle, unlock } from "../../src/throttle.ts";
import { users } from "../../src/users.ts";
import { ALICE, BOB, everyTextOf, intercept, refusal, SECRET } from "../support.ts";

const client: Client = { address: "192.0.2.7", agent: "Browser/1" };
const admin: Client = { address: "192.0.2.1", agent: "Panel", actor: "admins/1" };

function open(storage = memoryStorage(), guards = [throttle({ limit: 2 })]) {
  const clock = testClock();
  const options = { secret: SECRET, passwords: fastHasher(), guards, now: clock.now };
  const auth = createAuth({ ...options, storage: audited(storage, { secret: SECRET }) });
  return { auth, storage, clock, log: auditLog(auth) };
}

type Log = ReturnType<typeof open>["log"];
const typesOf = async (log: Log) => (await log.list()).entries.map(({ type }) => type).reverse();

describe("what is recorded", () => {
  it("AU01 every change of an account, in its order, with whom it is about and where it came from", async () => {
    const { auth, log } = open();
    const { token, user, session } = await auth.signUp(ALICE, client);
    const mails: string[] = [];
    const waiting: Promise<void>[] = [];
    const waitUntil = (work: Promise<void>) => void waiting.push(work);
    const send = (mail: { token: string }) => void mails.push(mail.token);
    const keys = apiKeys(auth);
    const { id: key } = await keys.create(token, { name: "key" }, client);
    await keys.delete(token, key, client);
    await sessions(auth).endOthers(token, client);
    await auth.signIn(ALICE, client);
    await sessions(auth).endOthers(token, client);
    await stepUp(auth).prove(token, { password: ALICE.password }, client);
    await ownAccount(auth).updateMetadata(token, { a: 1 }, client);
    const verification = emailVerification(auth, { send, waitUntil });
    await verification.request(token, client);
    await Promise.all(waiting);
    const verified = await verification.verify({ token: mails.at(-1)!, sessionToken: token }, client);
    const changed = await passwordChange(auth).change(
      verified.token,
      { currentPassword: ALICE.password, newPassword: BOB.password },
      client,
    );
    const reset = passwordReset(auth, { send, waitUntil });
    await reset.request({ email: ALICE.email }, client);
    await Promise.all(waiting);
    const anew = await reset.reset({ token: mails.at(-1)!, password: ALICE.password }, client);
    const managed = users(auth, admin);
    await managed.setPassword(user.id, BOB.password);
    await managed.disable(user.id);
    await managed.enable(user.id);
    await unlock(auth, { userId: user.id }, admin);
    await managed.delete(user.id);
    expect(changed.token).not.toBe(anew.token);

    expect(await typesOf(log)).toEqual([
      "user.created",
      "session.opened",
      "api_key.created",
      "api_key.deleted",
      "session.opened",
      "sessions.ended",
      "session.proved",
      "user.updated",
      "email.verification_requested",
      "email.verified",
      "sessions.ended",
      "session.opened",
      "password.changed",
      "sessions.ended",
      "session.opened",
      "password.reset_requested",
      "password.reset",
      "sessions.ended",
      "session.opened",
      "password.changed",
      "user.disabled",
      "user.enabled",
      "account.unlocked",
      "user.deleted",
    ]);
    const { entries } = await log.list({ limit: 1000 });
    expect(entries.every(({ userId }) => userId === user.id)).toBe(true);
    expect(entries.at(-1)).toEqual({
      seq: 1,
      at: expect.any(String) as string,
      type: "user.created",
      userId: user.id,
      actor: null,
      sessionId: session.id,
      client,
      details: null,
      erased: false,
    });
    expect(entries[0]).toMatchObject({ type: "user.deleted", actor: "admins/1", client: { address: "192.0.2.1" } });
    expect((await log.verify()).isValid).toBe(true);
  });

  it("AU01 accounts at providers, with the provider's name and no subject", async () => {
    const { auth, log } = open();
    const proved = { provider: "test", subject: "a-secret-subject", email: ALICE.email, emailIsProven: true };
    const own = identities(auth);
    const first = await own.signIn(proved, client);
    const { token } = first.outcome === "signed_in" ? first.signedIn : expect.fail();
    await own.link(token, { ...proved, subject: "another" }, client);
    await own.unlink(token, { provider: "test", subject: "another" }, client);
    await own.signIn(proved, client);
    expect(await typesOf(log)).toEqual([
      "user.created",
      "identity.linked",
      "session.opened",
      "identity.linked",
      "identity.unlinked",
      "session.opened",
    ]);
    const { entries } = await log.list();
    expect(entries.map(({ details }) => details)).toEqual([
      { methods: ["oauth:test"] },
      { provider: "test" },
      { provider: "test" },
      null,
      null,
      { provider: "test" },
    ]);
    expect(JSON.stringify(entries)).not.toContain("subject");
  });

  it("AU01 nothing of what fails or is refused, and nothing without audited()", async () => {
    const { auth, log } = open();
    const { token } = await auth.signUp(ALICE, client);
    await expect(auth.signUp(ALICE, client)).rejects.toMatchObject(refusal("user_exists"));
    await expect(users(auth).disable(crypto.randomUUID())).rejects.toMatchObject(refusal("not_found"));
    await auth.signOut(token, client);
    await auth.signOut(token, client);
    expect(await typesOf(log)).toEqual(["user.created", "session.opened", "session.ended"]);

    const storage = memoryStorage();
    const plain = createAuth({ storage, secret: SECRET, passwords: fastHasher() });
    await plain.signUp(ALICE);
    expect(await storage.audit.head("users")).toBeNull();
    expect(() => auditLog(plain)).toThrow(/audited/);
  });

  it("AU03 failed sign-ins and locks are in it, without what was typed", async () => {
    const { auth, log } = open();
    const { user } = await auth.signUp(ALICE, client);
    const typed = "what-was-typed-wrong";
    for (const email of [ALICE.email, ALICE.email, ALICE.email, "nobody@example.org"])
      await auth.signIn({ email, password: typed }, client).catch(() => {});
    const { entries } = await log.list();
    expect(
      entries
        .map(({ type, userId }) => [type, userId])
        .reverse()
        .slice(2),
    ).toEqual([
      ["sign_in.failed", user.id],
      ["sign_in.failed", user.id],
      ["account.locked", user.id],
      ["sign_in.failed", null],
    ]);
    const text = JSON.stringify(entries);
    for (const secret of [typed, ALICE.password, ALICE.email, "nobody@example.org"]) expect(text).not.toContain(secret);
  });

  it("AU03 an attempt that cannot be recorded is not answered, whether the name is known or not", async () => {
    let isBroken = false;
    const storage = intercept(memoryStorage(), ({ name, proceed }) =>
      isBroken && name === "audit.append" ? Promise.reject(new Error("disk is full")) : proceed(),
    );
    const { auth } = open(storage, []);
    await auth.signUp(ALICE, client);
    isBroken = true;
    for (const email of [ALICE.email, "nobody@example.org"]) {
      const failure = await auth.signIn({ email, password: "something else" }, client).catch((error: Error) => error);
      expect(failure).toMatchObject(refusal("storage_unavailable"));
      expect(String((failure as Error).message)).not.toContain("disk");
    }
  });

  it("AU01 a page has its size and its cursor, and bad ones are refused by their field", async () => {
    const { auth, log } = open();
    for (let index = 0; index < 5; index++) await auth.signUp({ ...ALICE, email: `${index}@example.com` }, client);
    const { user } = await auth.signUp(BOB, client);
    const first = await log.list({ limit: 7 });
    expect(first.entries.map(({ seq }) => seq)).toEqual([12, 11, 10, 9, 8, 7, 6]);
    const second = await log.list({ limit: 7, cursor: first.cursor });
    expect(second).toMatchObject({ cursor: null, entries: [{ seq: 5 }, {}, {}, {}, {}] });
    expect((await log.list({ userId: user.id })).entries).toHaveLength(2);
    expect((await log.list({ userId: "no id" })).entries).toEqual([]);
    for (const limit of [0, 1001, 1.5]) await expect(log.list({ limit })).rejects.toMatchObject({ field: "limit" });
    for (const cursor of ["", "0", "x", "1 ", "9".repeat(17)])
      await expect(log.list({ cursor })).rejects.toMatchObject({ code: "invalid_input", field: "cursor" });
  });
});

describe("the secret", () => {
  it("AU02 is asked for at the first change, so that a build without one builds, and is in no error", async () => {
    const storage = audited(memoryStorage(), { secret: undefined });
    const auth = createAuth({ storage, secret: SECRET, passwords: fastHasher() });
    const error = await auth.signUp(ALICE).catch((failure: Error) => failure);
    expect(error).toBeInstanceOf(TypeError);
    expect(String(error)).toContain("secret");
    const short = () => audited(memoryStorage(), { secret: "too short, and not to be told" });
    expect(short).toThrow(TypeError);
    try {
      short();
    } catch (failure) {
      expect(everyTextOf(failure as Error)).not.toContain("not to be told");
    }
  });

  it("AU02 can change: rows of the older one verify while it is in the list, and are unknown after", async () => {
    const storage = memoryStorage();
    const [old, next] = ["o".repeat(32), "n".repeat(32)];
    const authWith = (secret: Parameters<typeof audited>[1]["secret"]) =>
      createAuth({ storage: audited(storage, { secret }), secret: SECRET, passwords: fastHasher() });
    await authWith(old).signUp(ALICE);
    const ring = [
      { id: "b", secret: next },
      { id: "a", secret: old },
    ];
    await authWith(ring).signUp(BOB);
    expect(await auditLog(authWith(ring)).verify()).toMatchObject({ isValid: true, checked: 4 });
    expect((await auditLog(authWith(next)).verify()).problems).toEqual([
      { seq: 1, problem: "unknown_key" },
      { seq: 2, problem: "unknown_key" },
    ]);
  });
});
