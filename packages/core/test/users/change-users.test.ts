import { describe, expect, it } from "vitest";
import type { Auth } from "../../src/index.ts";
import { memoryStorage } from "../../src/memory.ts";
import { ownAccount } from "../../src/own-account.ts";
import { users } from "../../src/users.ts";
import { ALICE, intercept, errorOf, everyTextOf, recordCalls, refusal } from "../support.ts";
import { INVALID_IDS, admin, openUsers } from "./open-users.ts";

describe("Y39 Y43 changing", () => {
  it("changes what is given and leaves the rest", async () => {
    const { own, clock, events } = openUsers();
    const user = await own.create({ ...ALICE, metadata: { a: 1 }, appMetadata: { role: "user" } });
    clock.advance(5);
    const updatedAt = "2030-01-01T12:00:05.000Z";
    const changed = await own.update(user.id, { appMetadata: { role: "admin" }, username: "Alice" });
    expect(changed).toEqual({ ...user, appMetadata: { role: "admin" }, username: "alice", updatedAt });
    expect(await own.find({ id: user.id })).toEqual(changed);
    const { username: _, ...nameless } = changed;
    expect(await own.update(user.id, { metadata: null, username: null })).toEqual({ ...nameless, metadata: null });
    expect(events.at(-1)).toEqual({
      type: "user.updated",
      pool: "users",
      userId: user.id,
      sessionId: null,
      at: updatedAt,
      client: admin,
    });
  });

  it("refuses a taken user name, and keeps one's own", async () => {
    const { own } = openUsers();
    const alice = await own.create({ ...ALICE, username: "alice" });
    const bob = await own.create({ email: "bob@example.com", username: "bob" });
    await expect(own.update(bob.id, { username: "ALICE" })).rejects.toMatchObject(refusal("username_taken"));
    await expect(own.update(alice.id, { username: "Alice" })).resolves.toMatchObject({ username: "alice" });
  });

  it("metadata that no session token could hold is refused, since its user could never sign in again", async () => {
    const { auth, own } = openUsers({ claims: ({ metadata }) => ({ metadata }) });
    const { user, token } = await auth.signUp(ALICE);
    const long = { text: "x".repeat(5000) };
    await expect(own.update(user.id, { metadata: long })).rejects.toMatchObject(refusal("invalid_metadata"));
    await expect(ownAccount(auth).updateMetadata(token, long)).rejects.toMatchObject(refusal("invalid_metadata"));
    await expect(own.create({ email: "bob@example.com", metadata: long })).rejects.toMatchObject(
      refusal("invalid_metadata"),
    );
    await expect(auth.signIn(ALICE)).resolves.toBeDefined();
  });

  it("a key that update does not know is a mistake of the program", async () => {
    const { own } = openUsers();
    const { id } = await own.create(ALICE);
    for (const changes of [{ id: crypto.randomUUID() }, { disabled: true }, { passwordHash: "$" }])
      await expect(own.update(id, changes as never)).rejects.toThrow(TypeError);
  });
});

describe("Y43 Y47 SE05 SE08 keeping people out", () => {
  it("a password set by the server ends every session and is the only one", async () => {
    const { auth, own, events } = openUsers();
    const { user, token } = await auth.signUp(ALICE);
    await own.setPassword(user.id, "another password");
    expect(await auth.getUser(token)).toBeNull();
    await expect(auth.signIn(ALICE)).rejects.toMatchObject(refusal("invalid_credentials"));
    await expect(auth.signIn({ ...ALICE, password: "another password" })).resolves.toBeDefined();
    expect(events.map(({ type }) => type)).toContain("password.changed");
    await expect(own.setPassword(user.id, "short")).rejects.toMatchObject(refusal("password_too_short"));
    await expect(own.setPassword(user.id, ALICE.email)).rejects.toMatchObject(refusal("password_too_common"));
  });

  it("disabled users are refused, and their sessions with them; enabled ones get in, by a new session", async () => {
    const { auth, own, events } = openUsers();
    const { user, token } = await auth.signUp(ALICE);
    await own.disable(user.id);
    expect(await auth.getUser(token)).toBeNull();
    expect(await own.find({ id: user.id })).toMatchObject({ disabled: true });
    await expect(auth.signIn(ALICE)).rejects.toMatchObject(refusal("invalid_credentials"));
    await own.enable(user.id);
    expect(await auth.getUser(token)).toBeNull();
    await expect(auth.signIn(ALICE)).resolves.toBeDefined();
    expect(events.map(({ type }) => type).slice(2, 4)).toEqual(["user.disabled", "user.enabled"]);
  });

  it("disabling beside 50 sign-ins leaves no session alive", async () => {
    const { auth, own } = openUsers();
    const { user } = await auth.signUp(ALICE);
    const signIns = Array.from({ length: 50 }, () => auth.signIn(ALICE));
    await own.disable(user.id);
    for (const answer of await Promise.allSettled(signIns)) {
      if (answer.status === "fulfilled") expect(await auth.getUser(answer.value.token)).toBeNull();
    }
  });

  it("SE08 an administrator sees and ends one session, or all of a user", async () => {
    const { auth, own, clock, events } = openUsers();
    const here = await auth.signUp(ALICE, { address: "192.0.2.1", agent: "browser" });
    clock.advance(1);
    const there = await auth.signIn(ALICE);
    const bob = await auth.signUp({ ...ALICE, email: "bob@example.com" });
    const id = here.user.id;
    expect(await own.sessions(id)).toEqual([
      expect.objectContaining({ id: there.session.id, address: null, agent: null }),
      {
        id: here.session.id,
        userId: id,
        createdAt: here.session.createdAt,
        expiresAt: here.session.expiresAt,
        lastUsedAt: here.session.createdAt,
        provedAt: here.session.createdAt,
        methods: ["password"],
        address: "192.0.2.1",
        agent: "browser",
      },
    ]);

    await own.endSession(id, here.session.id);
    expect([await auth.getUser(here.token), await auth.getUser(there.token)]).toEqual([null, there.user]);
    for (const sessionId of [here.session.id, bob.session.id, "gibberish", ""])
      await expect(own.endSession(id, sessionId)).rejects.toMatchObject(refusal("not_found"));
    await own.endSessions(id);
    expect([await auth.getUser(there.token), await auth.getUser(bob.token)]).toEqual([null, bob.user]);
    expect(await own.sessions(id)).toEqual([]);
    expect(events.slice(-2).map(({ type, userId, sessionId, client }) => [type, userId, sessionId, client])).toEqual([
      ["session.ended", id, here.session.id, admin],
      ["sessions.ended", id, null, admin],
    ]);
  });

  it("deleted is gone, and the address is free", async () => {
    const { auth, own, events } = openUsers();
    const { user, token } = await auth.signUp(ALICE);
    await own.delete(user.id);
    expect([await auth.getUser(token), await own.find({ id: user.id })]).toEqual([null, null]);
    expect(events.at(-1)).toMatchObject({ type: "user.deleted", userId: user.id });
    expect((await auth.signUp(ALICE)).user.id).not.toBe(user.id);
    expect(await auth.getUser(token)).toBeNull();
  });

  it("an id that nobody has, and what is no id, is not found by anything", async () => {
    const { own } = openUsers();
    for (const id of [crypto.randomUUID() as never, ...INVALID_IDS]) {
      const acts = [
        own.update(id, {}),
        own.setPassword(id, ALICE.password),
        own.disable(id),
        own.enable(id),
        own.delete(id),
        own.sessions(id),
        own.endSessions(id),
        own.endSession(id, "x".repeat(16)),
      ];
      for (const answer of await Promise.allSettled(acts))
        expect(answer).toMatchObject({ status: "rejected", reason: refusal("not_found") });
    }
  });

  it("and never reaches a database, which might choke on it", async () => {
    const { storage, calls } = recordCalls(memoryStorage());
    const { own } = openUsers({ storage });
    for (const id of INVALID_IDS)
      await Promise.allSettled([
        own.find({ id }),
        own.update(id, {}),
        own.delete(id),
        own.sessions(id),
        own.endSession(id, "x"),
      ]);
    expect(calls).toEqual([]);
  });

  it("trouble with storage is storage trouble, and says nothing of anybody", async () => {
    const storage = intercept(memoryStorage(), () => Promise.reject(new Error("connection refused")));
    const { own } = openUsers({ storage });
    const id = crypto.randomUUID();
    for (const act of [
      () => own.create(ALICE),
      () => own.createFirst(ALICE),
      () => own.find(ALICE as never).catch(() => own.find({ email: ALICE.email })),
      () => own.list(),
      () => own.update(id, {}),
      () => own.delete(id),
      () => own.sessions(id),
    ]) {
      const error = await errorOf(act());
      expect(error).toMatchObject(refusal("storage_unavailable"));
      expect(everyTextOf(error)).not.toContain(ALICE.email);
    }
  });

  it("takes what createAuth made, and nothing else", () => {
    expect(() => users({} as Auth)).toThrow(TypeError);
    expect(() => ownAccount({} as Auth)).toThrow(TypeError);
  });
});
