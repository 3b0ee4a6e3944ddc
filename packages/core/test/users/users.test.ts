import { describe, expect, it } from "vitest";
import type { Auth, AuthEvent, AuthOptions } from "../../src/index.ts";
import { memoryStorage } from "../../src/memory.ts";
import { ownAccount } from "../../src/own-account.ts";
import { users } from "../../src/users.ts";
import { ALICE, between, errorOf, everythingIn, listening, openAuth, refusal, storedHash } from "../support.ts";

const UUID = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;
const SENSELESS = [
  "",
  "gibberish",
  "' or 1=1 --",
  "00000000-0000-0000-0000-00000000000g",
  crypto.randomUUID().toUpperCase(),
  7,
  null,
  undefined,
  {},
] as never[];
const admin = { address: "192.0.2.7", agent: "console" };

function managed(options: Partial<AuthOptions> = {}) {
  const events: AuthEvent[] = [];
  const fixture = openAuth({ hooks: { after: (event) => void events.push(event) }, ...options });
  return { ...fixture, events, own: users(fixture.auth, admin) };
}

describe("Y43 making users", () => {
  it("gives a user who can sign in, field by field, without a session and without a hash", async () => {
    const { auth, own, events, storage } = managed({ signUps: false });
    const user = await own.create({
      ...ALICE,
      email: "Alice@Example.com",
      username: "Alice.A",
      emailVerified: true,
      metadata: { a: 1 },
      appMetadata: { role: "admin" },
    });
    const now = "2030-01-01T12:00:00.000Z";
    expect(user).toStrictEqual({
      id: expect.stringMatching(UUID),
      email: ALICE.email,
      username: "alice.a",
      emailVerified: true,
      createdAt: now,
      updatedAt: now,
      metadata: { a: 1 },
      appMetadata: { role: "admin" },
      disabled: false,
    });
    expect(await own.sessions(user.id)).toEqual([]);
    expect(events).toEqual([
      { type: "user.created", pool: "users", userId: user.id, sessionId: null, at: now, client: admin },
    ]);
    expect((await auth.signIn(ALICE)).user.id).toBe(user.id);
    expect(JSON.stringify([user, events])).not.toContain((await storedHash(storage))!);
  });

  it("without a password no password is right, at the cost of any other, until one is set", async () => {
    const { auth, own } = managed();
    const { id } = await own.create({ email: ALICE.email });
    for (const password of ["", "!", "null", "undefined", ALICE.password])
      await expect(auth.signIn({ ...ALICE, password })).rejects.toMatchObject(refusal("invalid_credentials"));
    await own.setPassword(id, ALICE.password);
    await expect(auth.signIn(ALICE)).resolves.toBeDefined();
  });

  it.each([
    [{ email: "alice" }, "invalid_email"],
    [{ password: "short" }, "password_too_short"],
    [{ username: "al" }, "invalid_username"],
    [{ username: "alice@example.com" }, "invalid_username"],
    [{ metadata: [] }, "invalid_metadata"],
    [{ appMetadata: { a: { b: NaN } } }, "invalid_metadata"],
  ])("%j is refused before anything is asked of storage", async (fields, code) => {
    const { storage, calls } = listening(memoryStorage());
    await expect(managed({ storage }).own.create({ ...ALICE, ...fields } as never)).rejects.toMatchObject(
      refusal(code),
    );
    expect(calls).toEqual([]);
  });

  it("the field at fault is the one that was given", async () => {
    await expect(managed().own.create({ ...ALICE, appMetadata: { role: 1n } })).rejects.toMatchObject({
      field: "appMetadata.role",
    });
  });

  it("a key that createUser does not know is a mistake of the program", async () => {
    await expect(managed().own.create({ ...ALICE, role: "admin" } as never)).rejects.toThrow(TypeError);
    await expect(managed().own.create({ ...ALICE, emailVerified: "yes" } as never)).rejects.toThrow(TypeError);
  });

  it("says which name is taken", async () => {
    const { own } = managed();
    await own.create({ ...ALICE, username: "alice" });
    await expect(own.create(ALICE)).rejects.toMatchObject(refusal("user_exists"));
    await expect(own.create({ ...ALICE, username: "bob" })).rejects.toMatchObject(refusal("user_exists"));
    await expect(own.create({ ...ALICE, email: "bob@example.com", username: "ALICE" })).rejects.toMatchObject(
      refusal("username_taken", { field: "username" }),
    );
  });

  it("of 50 at once with one user name one is made", async () => {
    const { own } = managed();
    const made = await Promise.allSettled(
      Array.from({ length: 50 }, (_, at) =>
        own.create({ email: `u${at}@example.com`, username: at % 2 ? "Taken" : "taken" }),
      ),
    );
    expect(made.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(new Set(made.flatMap((one) => (one.status === "rejected" ? [one.reason.code] : [])))).toEqual(
      new Set(["username_taken"]),
    );
  });

  it("an answer lost on the way back is not taken for a taken address", async () => {
    let isLossy = true;
    const storage = between(memoryStorage(), async ({ name, proceed }) => {
      const answer = await proceed();
      if (isLossy && name.startsWith("users.insert")) throw new Error("connection reset");
      return answer;
    });
    const { own } = managed({ storage });
    await expect(own.createFirst(ALICE)).resolves.toMatchObject({ email: ALICE.email });
    await expect(own.create({ email: "bob@example.com" })).resolves.toMatchObject({ email: "bob@example.com" });
    isLossy = false;
    await expect(own.create(ALICE)).rejects.toMatchObject(refusal("user_exists"));
  });
});

describe("Y42 the first user of a pool", () => {
  it("is made once, though 20 ask together", async () => {
    const { own } = managed();
    const made = await Promise.allSettled(
      Array.from({ length: 20 }, (_, at) => own.createFirst({ ...ALICE, email: `admin${at}@example.com` })),
    );
    expect(made.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect((await own.list()).users).toHaveLength(1);
    expect(made.flatMap((one) => (one.status === "rejected" ? [one.reason.code] : []))).toEqual(
      Array(19).fill("user_exists"),
    );
  });

  it("never again, also not when all users are deleted", async () => {
    const { own } = managed();
    const { id } = await own.createFirst(ALICE);
    await own.delete(id);
    await expect(own.createFirst(ALICE)).rejects.toMatchObject(refusal("user_exists"));
  });
});

describe("Y43 finding and listing", () => {
  it("finds by id, address and name in any spelling; nobody is null", async () => {
    const { own } = managed();
    const user = await own.create({ ...ALICE, username: "alice" });
    for (const query of [{ id: user.id }, { email: "ALICE@example.com" }, { username: "Alice" }])
      expect(await own.find(query)).toEqual(user);
    for (const query of [
      { id: crypto.randomUUID() },
      { email: "bob@example.com" },
      { username: "bob" },
      { email: "gibberish" },
      { username: "@" },
    ])
      expect(await own.find(query)).toBeNull();
    for (const id of SENSELESS) expect(await own.find({ id })).toBeNull();
    for (const query of [{}, { id: user.id, email: "bob@example.com" }, { name: "alice" }])
      await expect(own.find(query as never)).rejects.toThrow(TypeError);
  });

  it("lists oldest first by pages that do not move when users come and go", async () => {
    const { own, clock } = managed();
    const made = [];
    for (let at = 0; at < 7; at++) {
      made.push(await own.create({ email: `u${at}@example.com` }));
      if (at % 3 === 0) clock.advance(1);
    }
    const all = (await own.list()).users;
    expect(all.map(({ id }) => id).sort()).toEqual(made.map(({ id }) => id).sort());
    expect(all.map(({ createdAt }) => createdAt)).toEqual(all.map(({ createdAt }) => createdAt).sort());

    const first = await own.list({ limit: 3 });
    expect(first.users).toEqual(all.slice(0, 3));
    await own.delete(all[0]!.id);
    await own.delete(all[2]!.id);
    clock.advance(1);
    const late = await own.create({ email: "late@example.com" });
    const second = await own.list({ limit: 3, cursor: first.cursor });
    const third = await own.list({ limit: 3, cursor: second.cursor });
    expect([...second.users, ...third.users]).toEqual([...all.slice(3), late]);
    expect(third.cursor).toBeNull();
  });

  it("F31 a cursor has one spelling", async () => {
    const { own } = managed();
    for (const email of ["ada@example.com", "bob@example.com"]) await own.create({ email });
    const { cursor } = await own.list({ limit: 1 });
    for (const other of [
      `${cursor}=`,
      `${cursor}==`,
      ` ${cursor}`,
      `${cursor}\n`,
      `${cursor!.slice(0, 4)} ${cursor!.slice(4)}`,
      btoa(`\u00ef\u00bb\u00bf${atob(cursor!.replaceAll("-", "+").replaceAll("_", "/"))}`),
    ]) {
      await expect(own.list({ cursor: other }), JSON.stringify(other)).rejects.toMatchObject(
        refusal("invalid_input", { field: "cursor" }),
      );
    }
  });

  it("the last page has no cursor, also when it is full; an empty pool has none", async () => {
    const { own } = managed();
    expect(await own.list()).toEqual({ users: [], cursor: null });
    await own.create(ALICE);
    expect((await own.list({ limit: 1 })).cursor).toBeNull();
  });

  it.each([
    { limit: 0 },
    { limit: 1001 },
    { limit: 1.5 },
    { limit: NaN },
    { cursor: "" },
    { cursor: "gibberish" },
    { cursor: btoa("1 2") },
    { cursor: btoa(`1e99 ${crypto.randomUUID()}`) },
    { cursor: btoa(`-1 ${crypto.randomUUID()}`) },
    { cursor: "\0" },
    { cursor: "A".repeat(1_000_000) },
  ])("%j is refused", async (page) => {
    const { storage, calls } = listening(memoryStorage());
    await expect(managed({ storage }).own.list(page)).rejects.toMatchObject(
      refusal("invalid_input", { field: Object.keys(page)[0] }),
    );
    expect(calls).toEqual([]);
  });
});

describe("Y39 Y43 changing", () => {
  it("changes what is given and leaves the rest", async () => {
    const { own, clock, events } = managed();
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
    const { own } = managed();
    const alice = await own.create({ ...ALICE, username: "alice" });
    const bob = await own.create({ email: "bob@example.com", username: "bob" });
    await expect(own.update(bob.id, { username: "ALICE" })).rejects.toMatchObject(refusal("username_taken"));
    await expect(own.update(alice.id, { username: "Alice" })).resolves.toMatchObject({ username: "alice" });
  });

  it("metadata that no session token could hold is refused, since its user could never sign in again", async () => {
    const { auth, own } = managed({ claims: ({ metadata }) => ({ metadata }) });
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
    const { own } = managed();
    const { id } = await own.create(ALICE);
    for (const changes of [{ email: "bob@example.com" }, { disabled: true }, { emailVerified: true }])
      await expect(own.update(id, changes as never)).rejects.toThrow(TypeError);
  });
});

describe("Y43 Y47 SE05 SE08 keeping people out", () => {
  it("a password set by the server ends every session and is the only one", async () => {
    const { auth, own, events } = managed();
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
    const { auth, own, events } = managed();
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
    const { auth, own } = managed();
    const { user } = await auth.signUp(ALICE);
    const signIns = Array.from({ length: 50 }, () => auth.signIn(ALICE));
    await own.disable(user.id);
    for (const answer of await Promise.allSettled(signIns)) {
      if (answer.status === "fulfilled") expect(await auth.getUser(answer.value.token)).toBeNull();
    }
  });

  it("SE08 an administrator sees and ends one session, or all of a user", async () => {
    const { auth, own, clock, events } = managed();
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
    const { auth, own, events } = managed();
    const { user, token } = await auth.signUp(ALICE);
    await own.delete(user.id);
    expect([await auth.getUser(token), await own.find({ id: user.id })]).toEqual([null, null]);
    expect(events.at(-1)).toMatchObject({ type: "user.deleted", userId: user.id });
    expect((await auth.signUp(ALICE)).user.id).not.toBe(user.id);
    expect(await auth.getUser(token)).toBeNull();
  });

  it("an id that nobody has, and what is no id, is not found by anything", async () => {
    const { own } = managed();
    for (const id of [crypto.randomUUID() as never, ...SENSELESS]) {
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
    const { storage, calls } = listening(memoryStorage());
    const { own } = managed({ storage });
    for (const id of SENSELESS)
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
    const storage = between(memoryStorage(), () => Promise.reject(new Error("connection refused")));
    const { own } = managed({ storage });
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
      expect(everythingIn(error)).not.toContain(ALICE.email);
    }
  });

  it("takes what createAuth made, and nothing else", () => {
    expect(() => users({} as Auth)).toThrow(TypeError);
    expect(() => ownAccount({} as Auth)).toThrow(TypeError);
  });
});

describe("one's own account", () => {
  it("Y39 metadata is replaced as a whole; what the server wrote stays", async () => {
    const { auth, own, events } = managed();
    const { user, token, session } = await auth.signUp({ ...ALICE, metadata: { a: 1 } });
    await own.update(user.id, { appMetadata: { role: "admin" } });
    const changed = await ownAccount(auth).updateMetadata(token, { b: 2, appMetadata: "mine" }, admin);
    expect(changed).toMatchObject({ metadata: { b: 2, appMetadata: "mine" }, appMetadata: { role: "admin" } });
    expect(await auth.getUser(token)).toEqual(changed);
    expect(events.at(-1)).toMatchObject({
      type: "user.updated",
      userId: user.id,
      sessionId: session.id,
      client: admin,
    });
    await expect(ownAccount(auth).updateMetadata(token, [] as never)).rejects.toMatchObject(
      refusal("invalid_metadata"),
    );
    expect(await ownAccount(auth).updateMetadata(token, null)).toMatchObject({ metadata: null });
  });

  it("Y40 is deleted for the right password only, with everything that belongs to it", async () => {
    const { auth, storage, events } = managed();
    const { user, token, session } = await auth.signUp(ALICE);
    const other = await auth.signIn(ALICE);
    await expect(ownAccount(auth).delete(token, { currentPassword: "wrong password" })).rejects.toMatchObject(
      refusal("invalid_credentials"),
    );
    await expect(ownAccount(auth).delete(token, { currentPassword: 7 as never })).rejects.toMatchObject(
      refusal("invalid_password", { field: "currentPassword" }),
    );
    expect(await auth.getUser(token)).toEqual(user);
    await ownAccount(auth).delete(token, { currentPassword: ALICE.password }, admin);
    expect([await auth.getUser(token), await auth.getUser(other.token), await storage.users.find(user.id)]).toEqual([
      null,
      null,
      null,
    ]);
    expect(events.at(-1)).toMatchObject({
      type: "user.deleted",
      userId: user.id,
      sessionId: session.id,
      client: admin,
    });
    await expect(ownAccount(auth).delete(token, { currentPassword: ALICE.password })).rejects.toMatchObject(
      refusal("unauthenticated"),
    );
  });

  it("a token that is nobody's changes nothing and hashes nothing", async () => {
    const { storage, calls } = listening(memoryStorage());
    const { auth } = managed({ storage });
    for (const token of ["", "gibberish", null, undefined, 7] as never[]) {
      await expect(ownAccount(auth).updateMetadata(token, {})).rejects.toMatchObject(refusal("unauthenticated"));
      await expect(ownAccount(auth).delete(token, { currentPassword: ALICE.password })).rejects.toMatchObject(
        refusal("unauthenticated"),
      );
    }
    expect(calls).toEqual([]);
  });

  it("of 20 deletions at once one happens, and the others are told that there is nobody", async () => {
    const { auth, events } = managed();
    const { token } = await auth.signUp(ALICE);
    const answers = await Promise.allSettled(
      Array.from({ length: 20 }, () => ownAccount(auth).delete(token, { currentPassword: ALICE.password })),
    );
    expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(events.filter(({ type }) => type === "user.deleted")).toHaveLength(1);
  });
});
