import { postgresStorage } from "@latchkey/adapter-postgres";
import type { ApiKeyRecord, Credentials, OneTimeToken, SessionRecord, Storage } from "@latchkey/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dropTables, freshPrefix, openPool } from "../support/postgres/postgres.ts";
import { meeting, type Act } from "../support/postgres/while-open.ts";

const at = (seconds: number) => new Date(Date.UTC(2031, 0, 1) + seconds * 1000);

interface Account extends Credentials {
  readonly session: SessionRecord;
}

/** Two connections: one has a statement open when the other one's is sent. */
describe("on PostgreSQL, a write that is under way while the account changes", () => {
  const prefix = freshPrefix();
  const pool = openPool(4);
  const storage = postgresStorage(pool, { prefix });
  beforeAll(() => storage.migrate());
  afterAll(async () => {
    await dropTables(pool, prefix);
    await pool.end();
  });

  async function account(): Promise<Account> {
    const id = crypto.randomUUID();
    const user: Credentials["user"] = {
      id,
      pool: id,
      email: `${id}@example.com`,
      username: null,
      emailVerified: false,
      metadata: null,
      appMetadata: null,
      disabled: false,
      sessionVersion: 1,
      createdAt: at(0),
      updatedAt: at(0),
    };
    const account = { user, passwordHash: `$${id}`, session: sessionOf(id) };
    await storage.users.insert(account, account.session);
    return account;
  }

  const sessionOf = (userId: string, version = 1): SessionRecord => ({
    id: crypto.randomUUID().slice(0, 16),
    userId,
    version,
    createdAt: at(0),
    expiresAt: at(600),
    endsAt: at(900),
    lastUsedAt: at(0),
    provedAt: at(0),
    methods: ["password"],
    address: null,
    agent: null,
  });
  const keyOf = (userId: string): ApiKeyRecord => ({
    id: crypto.randomUUID(),
    userId,
    hash: crypto.randomUUID(),
    name: "key",
    hint: "lk_",
    scopes: [],
    createdAt: at(0),
    expiresAt: null,
    lastUsedAt: null,
  });
  const tokenOf = (user: Credentials["user"], seconds: number): OneTimeToken => ({
    hash: crypto.randomUUID(),
    purpose: "reset",
    pool: user.pool,
    userId: user.id,
    payload: null,
    expiresAt: at(seconds),
  });
  const takeOver =
    ({ user, passwordHash }: Account) =>
    async (by: Storage) => {
      const change = {
        from: passwordHash,
        to: `$new${crypto.randomUUID()}`,
        provesEmail: true,
        deletesApiKeys: true,
        deletesWaysIn: true,
        at: at(1),
      };
      return by.users.setPassword(user.id, change, sessionOf(user.id, 2));
    };

  const whileOpen = meeting(pool, prefix);

  async function isAlive(id: string): Promise<boolean> {
    const found = await storage.sessions.find(id);
    return found !== null && found.session.version === found.user.sessionVersion && !found.user.disabled;
  }

  it("F01 a key that is made first goes with the take-over, which waits for it", async () => {
    const mallory = await account();
    const key = keyOf(mallory.user.id);
    const { done, later, hasWaited } = await whileOpen((held) => held.apiKeys.insert(key, 1), takeOver(mallory));
    expect({ done, later, hasWaited }).toEqual({
      done: true,
      later: { deletedApiKeys: 1, deletedIdentities: 0, deletedPasskeys: 0, deletedFactor: false },
      hasWaited: true,
    });
    expect(await storage.apiKeys.find(key.hash)).toBeNull();
  });

  it("F01 a key that is asked for during the take-over is refused", async () => {
    const mallory = await account();
    const key = keyOf(mallory.user.id);
    const { done, later, hasWaited } = await whileOpen(takeOver(mallory), (by) => by.apiKeys.insert(key, 1));
    expect({ done, later, hasWaited }).toEqual({
      done: { deletedApiKeys: 0, deletedIdentities: 0, deletedPasskeys: 0, deletedFactor: false },
      later: false,
      hasWaited: true,
    });
    expect(await storage.apiKeys.find(key.hash)).toBeNull();
  });

  it("F01 keys wait for no sign-in, no use of a session and no other key", async () => {
    const { user, session } = await account();
    const acts: readonly Act[] = [
      (by) => by.sessions.insert(sessionOf(user.id), []),
      (by) =>
        by.sessions.extend(session.id, user.id, { expiresAt: at(700), at: at(1), idleSince: null, pool: user.pool }),
      (by) => by.apiKeys.insert(keyOf(user.id), 1),
    ];
    for (const beside of acts) {
      const { later, hasWaited } = await whileOpen((held) => held.apiKeys.insert(keyOf(user.id), 1), beside);
      expect([Boolean(later), hasWaited]).toEqual([true, false]);
    }
  });

  const endings: Readonly<Record<string, (account: Account) => Act>> = {
    "a take-over": (mallory: Account) => takeOver(mallory),
    "the end of all sessions":
      ({ user }: Account) =>
      (by: Storage) =>
        by.users.endSessions(user.id),
    disabling:
      ({ user }: Account) =>
      (by: Storage) =>
        by.users.setDisabled(user.id, true, at(1)),
  };

  it.each(Object.entries(endings))("F01 a session that is opened or extended during %s is dead", async (_, end) => {
    for (const endsFirst of [true, false]) {
      const opened = await account();
      const fresh = sessionOf(opened.user.id);
      const open = (by: Storage) => by.sessions.insert(fresh, []);
      await (endsFirst ? whileOpen(end(opened), open) : whileOpen(open, end(opened)));
      expect(await isAlive(fresh.id)).toBe(false);

      const extended = await account();
      const { id, userId } = extended.session;
      const extend = (by: Storage) =>
        by.sessions.extend(id, userId, { expiresAt: at(700), at: at(1), idleSince: null, pool: extended.user.pool });
      await (endsFirst ? whileOpen(end(extended), extend) : whileOpen(extend, end(extended)));
      expect(await isAlive(id)).toBe(false);
    }
  });

  it("F01 an address, metadata or a deletion that waited for a take-over is refused", async () => {
    for (const write of [
      ({ user }: Account) =>
        (by: Storage) =>
          by.users.changeEmail(user.id, { from: user.email, to: `new-${user.email}`, at: at(2), sessionVersion: 1 }),
      ({ user }: Account) =>
        (by: Storage) =>
          by.users.update(user.id, { metadata: { planted: true } }, { at: at(2), sessionVersion: 1 }),
      ({ user }: Account) =>
        (by: Storage) =>
          by.users.delete(user.id, 1),
    ]) {
      const mallory = await account();
      const { later, hasWaited } = await whileOpen(takeOver(mallory), write(mallory));
      expect({ later, hasWaited }).toEqual({ later: false, hasWaited: true });
      const expected = { ...mallory.user, emailVerified: true, sessionVersion: 2, updatedAt: at(1) };
      expect((await storage.users.find(mallory.user.id))?.user).toEqual(expected);
      expect((await storage.sessions.list(mallory.user.id, at(1))).length).toBe(1);
    }
  });

  it("F01 a re-hash that waited for a take-over does not bring the old password back", async () => {
    const { user, passwordHash, session } = await account();
    const rehash = (by: Storage) => by.users.rehashPassword(user.id, passwordHash, "$stronger");
    expect(await whileOpen(takeOver({ user, passwordHash, session }), rehash)).toMatchObject({
      later: false,
      hasWaited: true,
    });
    expect((await storage.users.find(user.id))?.passwordHash).toMatch(/^\$new/);
  });

  it("F01 of two new passwords the second, which waited, is refused and opens nothing", async () => {
    const mallory = await account();
    expect(await whileOpen(takeOver(mallory), takeOver(mallory))).toMatchObject({ later: null, hasWaited: true });
    expect((await storage.sessions.list(mallory.user.id, at(1))).length).toBe(1);
  });

  it("F01 whatever is made while its user is being deleted is left to nobody", async () => {
    for (const deletesFirst of [true, false]) {
      const { user } = await account();
      const [key, token, session] = [keyOf(user.id), tokenOf(user, 60), sessionOf(user.id)];
      const remove = (by: Storage) => by.users.delete(user.id);
      const acts: readonly Act[] = [
        (by) => by.apiKeys.insert(key, 1),
        (by) => by.tokens.put(token),
        (by) => by.sessions.insert(session, []),
      ];
      for (const make of acts) {
        // PostgreSQL may refuse the row of a user that has gone meanwhile with an error.
        await (deletesFirst ? whileOpen(remove, (by) => make(by).catch(() => false)) : whileOpen(make, remove));
      }
      expect(await storage.apiKeys.find(key.hash)).toBeNull();
      expect(await storage.tokens.take(token.hash, { purpose: "reset", pool: user.pool, at: at(0) })).toBeNull();
      expect(await storage.sessions.find(session.id)).toBeNull();
    }
  });

  it("F01 no pool gets a first user while its only user is being deleted, or made", async () => {
    for (const act of ["delete", "insert"] as const) {
      const one = await account();
      const rival = { ...one, user: { ...one.user, id: crypto.randomUUID(), email: "first@example.com" } };
      const first = (by: Storage) => by.users.insertFirst(rival, null);
      const sibling = { ...one, user: { ...one.user, id: crypto.randomUUID(), email: "sibling@example.com" } };
      const change = (by: Storage) =>
        act === "delete" ? by.users.delete(one.user.id) : by.users.insert(sibling, null);
      expect(await whileOpen(change, first)).toMatchObject({ done: true, later: false });
      expect(await storage.users.insertFirst(rival, null)).toBe(false);
    }
  });

  it("F07 of two who put a token at once, the second trims behind the first", async () => {
    const { user } = await account();
    const tokens = [1, 2, 3, 4, 5].map((seconds) => tokenOf(user, seconds));
    for (const token of tokens.slice(0, 3)) await storage.tokens.put(token);
    const [fourth, fifth] = [tokens[3]!, tokens[4]!];
    const { hasWaited } = await whileOpen(
      (held) => held.tokens.put(fourth),
      (by) => by.tokens.put(fifth),
    );
    expect(hasWaited).toBe(true);
    const { rows } = await pool.query(`select hash from ${prefix}tokens where user_id = $1 order by expires_at`, [
      user.id,
    ]);
    expect(rows.map(({ hash }) => hash as string)).toEqual(tokens.slice(2).map(({ hash }) => hash));
  });

  it("F07 of two who take different tokens of one user, the second, which waited, gets none", async () => {
    const { user } = await account();
    const tokens = [1, 2, 3].map((seconds) => tokenOf(user, seconds));
    for (const token of tokens) await storage.tokens.put(token);
    const take = (index: number) => (by: Storage) =>
      by.tokens.take(tokens[index]!.hash, { purpose: "reset", pool: user.pool, at: at(0) });
    const { done, later, hasWaited } = await whileOpen(take(0), take(2));
    expect({ done, later, hasWaited }).toEqual({ done: tokens[0], later: null, hasWaited: true });
    expect(await take(1)(storage)).toBeNull();
  });
});
