import { describe, expect, it } from "vitest";
import { apiKeys } from "../../src/api-keys.ts";
import { AuthError } from "../../src/index.ts";
import { newFactor, newPasskey } from "../../src/lib/testing/fixtures.ts";
import { identities } from "../../src/identities.ts";
import { ownAccount } from "../../src/own-account.ts";
import { passwordReset } from "../../src/password-reset.ts";
import { throttle } from "../../src/throttle.ts";
import { ALICE, refusal } from "../support.ts";
import { INVALID_IDS, admin, openUsers } from "./open-users.ts";

describe("an address that the server sets", () => {
  it("Y43 is not verified unless the server says so, and sessions live on", async () => {
    const { own, auth, events } = openUsers();
    const { user, token } = await auth.signUp(ALICE);
    await own.update(user.id, { emailVerified: true });
    expect(await own.update(user.id, { email: ALICE.email.toUpperCase() })).toMatchObject({ emailVerified: true });
    const changed = await own.update(user.id, { email: "Alice@Example.org" });
    expect(changed).toMatchObject({ email: "alice@example.org", emailVerified: false });
    expect(await auth.getUser(token)).toMatchObject({ email: "alice@example.org", emailVerified: false });
    expect(events.at(-1)).toMatchObject({ type: "user.updated", userId: user.id, client: admin });
    expect(await own.update(user.id, { email: "a@example.org", emailVerified: true })).toMatchObject({
      emailVerified: true,
    });
  });

  it("Y43 is refused if another user has it, or if it is none", async () => {
    const { own } = openUsers();
    const user = await own.create(ALICE);
    await own.create({ email: "bob@example.com" });
    await expect(own.update(user.id, { email: "bob@example.com" })).rejects.toMatchObject({
      ...refusal("user_exists"),
      field: "email",
    });
    await expect(own.update(user.id, { email: "bob" })).rejects.toMatchObject(refusal("invalid_email"));
    await expect(own.update(user.id, { emailVerified: 1 as never })).rejects.toThrow(TypeError);
    expect(await own.find({ id: user.id })).toEqual(user);
  });
});

describe("a pool that keeps a user", () => {
  it("AD04 refuses to disable or delete the last one, whoever asks", async () => {
    const { own, auth, events } = openUsers({ keepsLastUser: true });
    const { user, token } = await auth.signUp(ALICE);
    const seen = events.length;
    for (const act of [
      () => own.disable(user.id),
      () => own.delete(user.id),
      () => ownAccount(auth).delete(token, { currentPassword: ALICE.password }),
    ])
      await expect(act()).rejects.toMatchObject(refusal("last_user"));
    expect(events.slice(seen)).toEqual([]);
    const other = await own.create({ email: "bob@example.com" });
    await own.disable(user.id);
    await expect(own.delete(other.id)).rejects.toMatchObject(refusal("last_user"));
    await own.delete(user.id);
    for (const id of INVALID_IDS) await expect(own.disable(id)).rejects.toMatchObject(refusal("not_found"));
  });

  it("AD04 another pool loses its last user", async () => {
    const { own } = openUsers();
    const user = await own.create(ALICE);
    await own.disable(user.id);
    await own.delete(user.id);
    expect(await own.find({ id: user.id })).toBeNull();
    expect(() => openUsers({ keepsLastUser: 1 as never })).toThrow(TypeError);
  });
});

describe("what else a server does for a user", () => {
  it("Y43 locks end, and keys and identities go", async () => {
    const { own, auth, events } = openUsers({ guards: [throttle()] });
    const { user } = await auth.signUp(ALICE);
    for (let n = 0; n < 6; n++) await auth.signIn({ ...ALICE, password: "something else" }).catch(() => {});
    await expect(auth.signIn(ALICE)).rejects.toMatchObject(refusal("rate_limited"));
    await own.unlock(user.id);
    expect(events.at(-1)).toMatchObject({ type: "account.unlocked", userId: user.id, client: admin });
    const { token } = await auth.signIn(ALICE);

    const key = await apiKeys(auth).admin.create(user.id, { name: "backup" });
    expect(await own.apiKeys(user.id)).toMatchObject([{ id: key.id, name: "backup" }]);
    await own.deleteApiKey(user.id, key.id);
    await expect(own.deleteApiKey(user.id, key.id)).rejects.toMatchObject(refusal("not_found"));

    const proved = { provider: "test", subject: "1", email: user.email, emailIsProven: false };
    await identities(auth).link(token, proved);
    expect(await own.identities(user.id)).toMatchObject([{ provider: "test", subject: "1" }]);
    await own.unlinkIdentity(user.id, proved);
    expect(events.at(-1)).toMatchObject({ type: "identity.unlinked", sessionId: null, client: admin });
    await expect(own.unlinkIdentity(user.id, proved)).rejects.toMatchObject(refusal("not_found"));
    for (const act of [own.unlock, own.apiKeys, own.identities, own.export])
      for (const id of INVALID_IDS) await expect(act(id)).rejects.toMatchObject(refusal("not_found"));
  });

  it("PK07 SF10 passkeys are deleted but for the last way in, and a factor is reset, with events", async () => {
    const { own, auth, events, storage } = openUsers();
    const { user } = await auth.signUp(ALICE);
    const stored = (await storage.users.find(user.id))!.user;
    const [passkey, second] = [newPasskey(stored), newPasskey(stored)];
    for (const one of [passkey, second]) await storage.passkeys.insert(one, 1);
    expect(await own.passkeys(user.id)).toMatchObject([{ id: passkey.id, lastUsedAt: null }, { id: second.id }]);
    await own.deletePasskey(user.id, passkey.id);
    expect(events.at(-1)).toMatchObject({ type: "passkey.deleted", userId: user.id, sessionId: null, client: admin });
    await expect(own.deletePasskey(user.id, passkey.id)).rejects.toMatchObject(refusal("not_found"));
    const other = await own.create({ email: "bob@example.com" });
    await expect(own.deletePasskey(other.id, second.id)).rejects.toMatchObject(refusal("not_found"));
    const theirs = newPasskey((await storage.users.find(other.id))!.user);
    await storage.passkeys.insert(theirs, 1);
    await expect(own.deletePasskey(other.id, theirs.id)).rejects.toMatchObject(refusal("last_way_in"));

    expect(await own.secondFactor(user.id)).toBeNull();
    await expect(own.resetSecondFactor(user.id)).rejects.toMatchObject(refusal("second_factor_disabled"));
    const factor = newFactor(stored, { lastStep: 63_000_000 });
    await storage.factors.insert(factor, ["hash"], { sessionVersion: 1 });
    const used = new Date(factor.lastStep * 30_000).toISOString();
    expect(await own.secondFactor(user.id)).toMatchObject({ recoveryCodes: 1, lastUsedAt: used });
    const data = await own.export(user.id);
    expect(data).toMatchObject({ passkeys: [{ id: second.id }], secondFactor: { recoveryCodes: 1 } });
    for (const secret of [factor.secret, "hash"]) expect(JSON.stringify(data)).not.toContain(`"${secret}"`);
    await own.resetSecondFactor(user.id);
    expect(events.at(-1)).toMatchObject({ type: "second_factor.disabled", userId: user.id, client: admin });
    expect(await own.secondFactor(user.id)).toBeNull();
    for (const act of [own.passkeys, own.secondFactor, own.resetSecondFactor])
      for (const id of INVALID_IDS) await expect(act(id)).rejects.toMatchObject(refusal("not_found"));
  });

  it("PK07 SF10 a hook can refuse to delete a passkey and to reset a factor", async () => {
    const before = ({ type }: { readonly type: string }) => {
      if (type === "delete_passkey" || type === "disable_second_factor") throw new AuthError("refused", "Not now");
    };
    const { own, auth, storage } = openUsers({ hooks: { before } });
    const { user } = await auth.signUp(ALICE);
    const stored = (await storage.users.find(user.id))!.user;
    const passkey = newPasskey(stored);
    await storage.passkeys.insert(passkey, 1);
    await storage.factors.insert(newFactor(stored), [], { sessionVersion: 1 });
    await expect(own.deletePasskey(user.id, passkey.id)).rejects.toMatchObject(refusal("refused"));
    await expect(own.resetSecondFactor(user.id)).rejects.toMatchObject(refusal("refused"));
    expect(await own.passkeys(user.id)).toHaveLength(1);
    expect(await own.secondFactor(user.id)).not.toBeNull();
  });

  it("Y43 an export has everything that is stored about a person, and no secret", async () => {
    const { own, auth, storage } = openUsers();
    const { user, token } = await auth.signUp({ ...ALICE, metadata: { theme: "dark" } });
    await own.update(user.id, { appMetadata: { plan: "pro" }, username: "alice" });
    await apiKeys(auth).admin.create(user.id, { name: "backup" });
    await identities(auth).link(token, { provider: "test", subject: "1", email: null, emailIsProven: false });
    const reset = passwordReset(auth, { send: () => {}, waitUntil: (work) => void mails.push(work) });
    const mails: Promise<unknown>[] = [];
    await reset.request({ email: user.email });
    await Promise.all(mails);

    const data = await own.export(user.id);
    expect(data).toMatchObject({
      pool: "users",
      user: { email: user.email, username: "alice", metadata: { theme: "dark" }, appMetadata: { plan: "pro" } },
      hasPassword: true,
      sessions: [{ methods: ["password"] }],
      identities: [{ provider: "test", subject: "1" }],
      apiKeys: [{ name: "backup" }],
      mails: [{ purpose: "password_reset", email: user.email, newEmail: null }],
    });
    const records = (await storage.users.records(user.id))!;
    const secrets = [records.passwordHash, token, records.apiKeys[0]!.hash, records.tokens[0]!.hash];
    const { password } = records.tokens[0]!.payload as { password: string };
    for (const secret of [...secrets, password]) expect(JSON.stringify(data)).not.toContain(secret);

    const other = openUsers({ storage, pool: "others" });
    await expect(other.own.export(user.id)).rejects.toMatchObject(refusal("not_found"));
  });
});
