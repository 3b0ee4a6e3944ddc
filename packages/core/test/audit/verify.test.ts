import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { auditLog, audited, type AuditProblem } from "../../src/audit.ts";
import { createAuth, type AuditRecord, type Storage } from "../../src/index.ts";
import { memoryStorage } from "../../src/memory.ts";
import { fastHasher, testClock } from "../../src/testing.ts";
import { users } from "../../src/users.ts";
import { ALICE, SECRET } from "../support.ts";

/** A log of `count` sign-ups by an administrator, and the rows as somebody with the database's password sees them. */
async function open(count: number) {
  const { storage, rows, heads, meanwhile } = openTables();
  const clock = testClock();
  const auth = createAuth({
    storage: audited(storage, { secret: SECRET }),
    secret: SECRET,
    passwords: fastHasher(),
    now: clock.now,
  });
  const people: string[] = [];
  for (let index = 0; index < count; index++) {
    clock.advance(60);
    people.push((await users(auth).create({ email: `${index}@example.com`, password: ALICE.password })).id);
  }
  return {
    auth,
    rows,
    heads,
    meanwhile,
    people,
    clock,
    log: auditLog(auth, { address: null, agent: null, actor: "test" }),
  };
}

/** A storage whose audit log reads these rows: what is changed in them is changed in the database. */
function openTables() {
  const inner = memoryStorage();
  const rows: AuditRecord[] = [];
  const heads = { cut: null as number | null };
  const meanwhile: (() => Promise<unknown>)[] = [];
  let loaded = 0;
  const load = async () => {
    for (const row of await inner.audit.read("users", loaded, 1000)) {
      rows.push(row);
      loaded = row.seq;
    }
  };
  const storage: Storage = {
    ...inner,
    audit: {
      ...inner.audit,
      async read(_, after, limit) {
        await load();
        const found = rows.filter(({ seq }) => seq > after).slice(0, limit);
        await meanwhile.shift()?.();
        return found;
      },
      async head(pool) {
        await meanwhile.shift()?.();
        const head = await inner.audit.head(pool);
        return heads.cut === null ? head : (rows.find(({ seq }) => seq === heads.cut) ?? null);
      },
      async prune(pool, range, link) {
        await load();
        rows.splice(0, rows.findLastIndex(({ seq }) => seq <= range.through) + 1);
        return inner.audit.prune(pool, range, link);
      },
      async list(_, { userId, before, limit }) {
        await load();
        const isWanted = (row: AuditRecord) => (userId ?? row.userId) === row.userId && row.seq < (before ?? Infinity);
        return rows.filter(isWanted).reverse().slice(0, limit);
      },
      async erase(pool, { userId, from, through }, link) {
        await load();
        const found = rows.filter((row) => row.userId === userId && row.seq >= from && row.seq <= through);
        for (const row of found) rows[rows.indexOf(row)] = { ...row, userId: null, person: null, salt: null };
        if (found.length > 0) await inner.audit.append(pool, link);
        return found.length > 0;
      },
    },
  };
  return { storage, rows, heads, meanwhile };
}

const problems = (list: readonly AuditProblem[]) => list.map(({ seq, problem }) => `${seq} ${problem}`);

describe("verify", () => {
  it("AU02 finds nothing wrong with a log that nobody touched, and with an empty one", async () => {
    const { log } = await open(5);
    expect(await log.verify()).toEqual({ isValid: true, checked: 5, problems: [] });
    expect(await (await open(0)).log.verify()).toEqual({ isValid: true, checked: 0, problems: [] });
  });

  it("AU02 finds a change of any column of any row", async () => {
    const { log, rows } = await open(6);
    await log.verify();
    const changed: { readonly [Name in keyof AuditRecord]: AuditRecord[Name] } = {
      pool: "admins",
      seq: 99,
      at: new Date(0),
      type: "user.deleted",
      actor: "somebody",
      details: '{"a":1}',
      userId: crypto.randomUUID(),
      person: '{"sessionId":null,"address":"192.0.2.9","agent":null}',
      salt: "another",
      digest: "another",
      key: "another",
      mac: "another",
    };
    for (const [at, row] of rows.entries()) {
      for (const [name, value] of Object.entries(changed)) {
        rows[at] = { ...row, [name]: value };
        const found = await log.verify();
        expect([name, row.seq, found.isValid]).toEqual([name, row.seq, false]);
        rows[at] = row;
      }
    }
    expect((await log.verify()).isValid).toBe(true);
  });

  it("AU02 finds missing rows, swapped rows and a tail that was cut, and says where", async () => {
    const { log, rows, heads } = await open(8);
    await log.verify();
    const whole = [...rows];
    const set = (next: readonly AuditRecord[]) => void rows.splice(0, Infinity, ...next);

    set(whole.filter(({ seq }) => seq !== 4));
    expect(problems((await log.verify()).problems)).toEqual(["4 missing"]);
    set(whole.slice(2));
    expect(new Set(problems((await log.verify()).problems))).toEqual(new Set(["2 missing"]));
    const swapped = whole.map((row) => {
      const other = { 3: whole[4]!, 5: whole[2]! }[row.seq];
      return other ? { ...other, seq: row.seq } : row;
    });
    set(swapped);
    expect(problems((await log.verify()).problems)).toEqual(expect.arrayContaining(["3 changed", "5 changed"]));
    set(whole.slice(0, 6));
    expect(problems((await log.verify()).problems)).toEqual(["7 cut"]);

    // With the head cut as well, only an anchor tells.
    set(whole);
    const anchor = await log.anchor();
    set(whole.slice(0, 6));
    heads.cut = 6;
    expect((await log.verify()).isValid).toBe(true);
    expect(problems((await log.verify({ anchor })).problems)).toEqual(["7 cut"]);
    set([]);
    heads.cut = 0;
    expect(problems((await log.verify({ anchor })).problems)).toEqual(["1 cut"]);
  });

  it("AU02 finds a head that was set back, rows behind it, and rows before the first", async () => {
    const { log, rows, heads } = await open(8);
    await log.verify();
    const whole = [...rows];
    heads.cut = 5;
    expect(problems((await log.verify()).problems)).toEqual(["9 cut"]);
    rows[6] = { ...rows[6]!, type: "user.deleted" };
    expect(problems((await log.verify()).problems)).toEqual(["7 changed", "9 cut"]);

    heads.cut = null;
    rows.splice(0, Infinity, ...whole, { ...whole[7]!, seq: 1000, type: "user.deleted" });
    expect((await log.verify()).isValid).toBe(false);
    for (const seq of [0, -1]) {
      rows.splice(0, Infinity, { ...whole[0]!, seq }, ...whole);
      expect([seq, (await log.verify()).isValid]).toEqual([seq, false]);
    }
  });

  it("AU02 rows that are written while it reads are no trouble", async () => {
    const { auth, log, meanwhile } = await open(3);
    meanwhile.push(
      () => users(auth).create({ email: "late@example.com", password: ALICE.password }),
      () => users(auth).create({ email: "later@example.com", password: ALICE.password }),
    );
    expect(await log.verify()).toMatchObject({ isValid: true, problems: [] });
    expect(meanwhile).toEqual([]);
  });

  it("AU02 finds a tail that was written anew after a restored backup, by an anchor", async () => {
    const first = await open(4);
    const anchor = await first.log.anchor();
    const second = await open(6);
    expect(problems((await second.log.verify({ anchor })).problems)).toEqual(["4 cut"]);
  });

  it("AU02 finds what any mixture of deletions, swaps and copies does to the rows", async () => {
    const { log, rows } = await open(8);
    await log.verify();
    const whole = [...rows];
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(7), { minLength: 1, maxLength: 8 }), async (order) => {
        const next = order.map((from, at) => ({ ...whole[from]!, seq: at + 1 }));
        const isWhole = order.length === 8 && order.every((from, at) => from === at);
        rows.splice(0, Infinity, ...next);
        expect((await log.verify()).isValid).toBe(isWhole);
      }),
      { numRuns: 200 },
    );
  });
});

describe("retention and erasure", () => {
  it("AU02 a log stays valid when old rows are deleted by prune, and no other way", async () => {
    const { log, rows, clock } = await open(6);
    const anchor = await log.anchor();
    expect(await log.prune({ before: new Date(0) })).toBe(0);
    // The last two are a minute old at most.
    expect(await log.prune({ before: new Date(clock.now() - 90_000) })).toBe(4);
    expect(await log.verify({ anchor })).toEqual({ isValid: true, checked: 3, problems: [] });
    expect((await log.list()).entries[0]).toMatchObject({ type: "audit.pruned", seq: 7, details: { through: 4 } });

    const whole = [...rows];
    rows.splice(0, 1);
    expect((await log.verify()).isValid).toBe(false);
    rows.splice(0, Infinity, ...whole);
    clock.advance(3600);
    expect(await log.prune({ before: new Date(clock.now()) })).toBe(3);
    expect(await log.verify()).toEqual({ isValid: true, checked: 1, problems: [] });
    rows[0] = { ...rows[0]!, details: '{"through":6,"mac":"another"}' };
    expect((await log.verify()).isValid).toBe(false);
  });

  it("AU02 prune deletes no row whose moment was changed to an old one, and none behind it", async () => {
    const { log, rows, clock } = await open(6);
    await log.verify();
    const before = new Date(clock.now() - 90_000);
    for (const at of [0, 1, 2, 3, 4]) rows[at] = { ...rows[at]!, at: new Date(at) };
    expect(await log.prune({ before })).toBe(0);
    expect((await log.verify()).isValid).toBe(false);
  });

  it("AU02 prune deletes no row whose moment was changed behind rows that were pruned before", async () => {
    const { log, rows, clock } = await open(8);
    expect(await log.prune({ before: new Date(clock.now() - 270_000) })).toBe(3);
    expect((await log.verify()).isValid).toBe(true);
    const whole = [...rows];
    for (const at of [0, 1, 2, 3]) rows[at] = { ...rows[at]!, at: new Date(at) };
    expect(await log.prune({ before: new Date(clock.now() - 150_000) })).toBe(0);
    expect((await log.verify()).isValid).toBe(false);
    rows.splice(0, Infinity, ...whole);
    expect(await log.prune({ before: new Date(clock.now() - 150_000) })).toBe(2);
    expect((await log.verify()).isValid).toBe(true);
  });

  it("AU02 erasing a person tells no lie about rows that were given to this person in the database", async () => {
    const { auth, log, rows, people } = await open(4);
    await log.verify();
    rows[2] = { ...rows[2]!, userId: people[1]! };
    await users(auth).delete(people[1]!);
    await log.erase(people[1]!);
    expect((await log.list()).entries[0]).toMatchObject({
      details: {
        seqs: [
          [2, 2],
          [5, 5],
        ],
      },
    });
    expect(rows[2]).toMatchObject({ seq: 3, person: null });
    expect(problems((await log.verify()).problems)).toEqual(["3 erased"]);
  });

  it("AU02 a log stays valid when a person is erased, and a person that vanished otherwise is found", async () => {
    const { auth, log, rows, people } = await open(4);
    const id = people[1]!;
    await users(auth, { address: "192.0.2.7", agent: "Browser/1" }).delete(id);
    expect(await log.erase(id)).toBe(2);
    expect(await log.erase(id)).toBe(0);
    expect(await log.erase("no id")).toBe(0);
    expect(await log.verify()).toEqual({ isValid: true, checked: 6, problems: [] });
    const { entries } = await log.list();
    expect(JSON.stringify(entries)).not.toContain(id);
    expect(JSON.stringify(entries)).not.toContain("192.0.2.7");
    expect(entries.filter(({ erased }) => erased).map(({ seq, type, client }) => [seq, type, client])).toEqual([
      [5, "user.deleted", null],
      [2, "user.created", null],
    ]);
    expect(entries[0]).toMatchObject({
      type: "audit.erased",
      actor: "test",
      details: {
        seqs: [
          [2, 2],
          [5, 5],
        ],
      },
    });

    rows[2] = { ...rows[2]!, userId: null, person: null, salt: null };
    expect(problems((await log.verify()).problems)).toEqual(["3 erased"]);
  });
});
