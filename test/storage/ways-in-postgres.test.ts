import { postgresStorage } from "@latchkey/adapter-postgres";
import type { Credentials, IdentityRecord, PasskeyRecord, SessionRecord, Storage } from "@latchkey/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dropTables, freshPrefix, openPool } from "../support/postgres/postgres.ts";
import { meeting } from "../support/postgres/while-open.ts";

const at = (seconds: number) => new Date(Date.UTC(2031, 0, 1) + seconds * 1000);

function credentialsOf(passwordHash: string): Credentials {
  const id = crypto.randomUUID();
  const user = {
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
  return { user, passwordHash };
}

const passkeyOf = ({ user }: Credentials): PasskeyRecord => ({
  id: crypto.randomUUID(),
  userId: user.id,
  publicKey: "key",
  counter: 0,
  transports: [],
  backupEligible: false,
  backedUp: false,
  aaguid: "00000000-0000-0000-0000-000000000000",
  name: "a passkey",
  createdAt: at(0),
  lastUsedAt: null,
});

const sessionOf = ({ user }: Credentials): SessionRecord => ({
  id: crypto.randomUUID(),
  userId: user.id,
  version: 1,
  createdAt: at(0),
  expiresAt: at(600),
  endsAt: at(900),
  lastUsedAt: at(0),
  provedAt: at(0),
  methods: ["passkey"],
  address: null,
  agent: null,
});

const factorOf = ({ user }: Credentials) => ({
  userId: user.id,
  secret: "sealed",
  lastStep: 1,
  trustedSince: at(0),
  createdAt: at(0),
});

/** Two connections: one has its step open when the other one's is sent. */
describe("on PostgreSQL, two steps about the ways in of one user", () => {
  const prefix = freshPrefix();
  const pool = openPool(4);
  const storage = postgresStorage(pool, { prefix });
  const whileOpen = meeting(pool, prefix);
  beforeAll(() => storage.migrate());
  afterAll(async () => {
    await dropTables(pool, prefix);
    await pool.end();
  });

  const takeOver = ({ user }: Credentials) => {
    const to = `$${crypto.randomUUID()}`;
    const change = { from: null, to, provesEmail: true, deletesApiKeys: true, deletesWaysIn: true, at: at(1) };
    return (by: Storage) => by.users.setPassword(user.id, change, null);
  };

  it("OA12 a passkey and an identity, the last two: the second waits, and stays", async () => {
    for (const passkeyFirst of [true, false]) {
      const person = credentialsOf("!");
      const { id } = person.user;
      const passkey = passkeyOf(person);
      const identity: IdentityRecord = {
        pool: id,
        provider: "test",
        subject: id,
        userId: id,
        email: null,
        tokens: null,
        createdAt: at(0),
        lastUsedAt: at(0),
      };
      await storage.identities.insertUser(identity, person, null);
      await storage.passkeys.insert(passkey, 1);
      const remove = (by: Storage) => by.passkeys.delete(passkey.id, id);
      const unlink = (by: Storage) => by.identities.unlink(id, identity);
      const met = passkeyFirst ? await whileOpen(remove, unlink) : await whileOpen(unlink, remove);
      expect(met).toEqual({ done: passkeyFirst ? "deleted" : "unlinked", later: "last_way_in", hasWaited: true });
    }
  });

  it("OA10 a passkey or a factor asked for during a take-over is refused, and one that was first goes", async () => {
    const writes = [
      (person: Credentials) => (by: Storage) => by.passkeys.insert(passkeyOf(person), 1),
      (person: Credentials) => (by: Storage) => by.factors.insert(factorOf(person), ["a", "b"], { sessionVersion: 1 }),
    ];
    for (const write of writes)
      for (const writesFirst of [true, false]) {
        const person = credentialsOf("$first");
        await storage.users.insert(person, null);
        const [add, take] = [write(person), takeOver(person)];
        const met = writesFirst ? await whileOpen(add, take) : await whileOpen(take, add);
        expect([writesFirst ? met.done : met.later, met.hasWaited]).toEqual([writesFirst, true]);
        expect(await storage.passkeys.list(person.user.id)).toEqual([]);
        expect(await storage.factors.find(person.user.id)).toBeNull();
        const { rows } = await pool.query(`select 1 from ${prefix}recovery_codes where user_id = $1`, [person.user.id]);
        expect(rows).toEqual([]);
      }
  });

  it("PK03 one ticket with passkeys of two users: the second waits, and opens nothing", async () => {
    const [one, other] = [credentialsOf("$one"), credentialsOf("$other")];
    const ticket = { key: crypto.randomUUID(), expiresAt: at(300) };
    const uses = [];
    for (const person of [one, other]) {
      const passkey = passkeyOf(person);
      await storage.passkeys.insertUser(passkey, person, null);
      const use = { from: 0, to: 0, backedUp: true, at: at(1), ticket };
      uses.push((by: Storage) => by.passkeys.use(passkey.id, use, sessionOf(person)));
    }
    expect(await whileOpen(uses[0]!, uses[1]!)).toEqual({ done: true, later: false, hasWaited: true });
    expect(await storage.sessions.list(one.user.id, at(1))).toHaveLength(1);
    expect(await storage.sessions.list(other.user.id, at(1))).toEqual([]);
  });

  it("SF02 SF06 one code, and one recovery code: the second waits, and opens nothing", async () => {
    for (const proof of [{ step: 2 }, { recoveryHash: "a" }]) {
      const person = credentialsOf("$one");
      await storage.users.insert(person, null);
      await storage.factors.insert(factorOf(person), ["a"], { sessionVersion: 1 });
      const use = (by: Storage) =>
        by.factors.use(person.user.id, proof, { session: sessionOf(person), counters: [], ticket: null });
      expect(await whileOpen(use, use)).toEqual({ done: true, later: false, hasWaited: true });
      expect(await storage.sessions.list(person.user.id, at(1))).toHaveLength(1);
    }
  });

  it("SF07 two factors of one user: the second waits, and adds no code of its own", async () => {
    const person = credentialsOf("$one");
    await storage.users.insert(person, null);
    const add = (hashes: readonly string[]) => (by: Storage) =>
      by.factors.insert(factorOf(person), hashes, { sessionVersion: 1 });
    expect(await whileOpen(add(["a"]), add(["b", "c"]))).toEqual({ done: true, later: false, hasWaited: true });
    expect((await storage.factors.find(person.user.id))?.factor.recoveryCodes).toBe(1);
  });
});
