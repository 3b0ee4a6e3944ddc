import { postgresStorage } from "@latchkey/adapter-postgres";
import { sqliteStorage } from "@latchkey/adapter-sqlite";
import { createAuth, type SignedIn, type Storage } from "@latchkey/core";
import { sessions } from "@latchkey/core/sessions";
import { fastHasher, testClock } from "@latchkey/core/testing";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SECRET } from "../support/server.ts";
import { dropTables, freshPrefix, openPool } from "../support/postgres/postgres.ts";
import { temporaryFolder } from "../support/storages.ts";

const LIFETIME = 3600;
const BATCH = 7;
const password = "correct horse";
const inParallel = <T>(count: number, call: (index: number) => Promise<T>) =>
  Promise.all(Array.from({ length: count }, (_, index) => call(index)));

/** As many at once as the line in front of the hasher is sure to take. */
async function byTens<T>(count: number, call: (index: number) => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  while (results.length < count) results.push(...(await inParallel(10, (index) => call(results.length + index))));
  return results;
}

/** One database, as the process that serves and the process that sweeps see it. */
interface Shared {
  readonly serving: Storage;
  readonly sweeping: Storage;
  readonly close: () => Promise<void>;
}

const kinds: readonly { readonly name: string; readonly open: () => Shared }[] = [
  {
    name: "SQLite",
    open() {
      const folder = temporaryFolder();
      const [serving, sweeping] = [
        sqliteStorage(join(folder.path, "auth.db")),
        sqliteStorage(join(folder.path, "auth.db")),
      ] as const;
      const close = async () => {
        await Promise.all([serving.close(), sweeping.close()]);
        folder.remove();
      };
      return { serving, sweeping, close };
    },
  },
  {
    name: "PostgreSQL",
    open() {
      const prefix = freshPrefix();
      const [pool, other] = [openPool(8), openPool(2)] as const;
      const close = async () => {
        await dropTables(pool, prefix);
        await Promise.all([pool.end(), other.end()]);
      };
      return { serving: postgresStorage(pool, { prefix }), sweeping: postgresStorage(other, { prefix }), close };
    },
  },
];

describe.each(kinds)("sweeping on $name", ({ open }) => {
  const { serving, sweeping, close } = open();
  const clock = testClock();
  const auth = createAuth({
    storage: serving,
    secret: SECRET,
    passwords: fastHasher(),
    guards: [],
    now: clock.now,
    session: { lifetime: LIFETIME },
  });
  const own = sessions(auth);
  const signUp = () => auth.signUp({ email: `${crypto.randomUUID()}@example.com`, password });
  const signIn = ({ user }: SignedIn) => auth.signIn({ email: user.email, password });
  const isStored = async ({ session }: SignedIn) => (await sweeping.sessions.find(session.id)) !== null;
  const now = () => new Date(clock.now());

  beforeAll(() => serving.migrate());
  afterAll(close);

  /** Until nothing is left; what each batch took. */
  async function sweepAll(before = now()): Promise<number[]> {
    const batches: number[] = [];
    do batches.push(await sweeping.sweep(before, BATCH));
    while (batches.at(-1)! > 0);
    return batches;
  }

  it("D21 small batches beside sign-ins, refreshes and GET /me take all that expired and no live session", async () => {
    const people = await inParallel(10, signUp);
    const left = await byTens(50, (index) => signIn(people[index % 10]!));
    const kept = await byTens(50, (index) => signIn(people[index % 10]!));
    clock.advance(LIFETIME / 2);
    await inParallel(50, (index) => own.refresh(kept[index]!.token));
    const young = await byTens(50, (index) => signIn(people[index % 10]!));
    clock.advance(LIFETIME / 2 + 1);
    const expired = [...people, ...left];

    let isSwept = false;
    const traffic = async (index: number) => {
      const opened: SignedIn[] = [];
      do {
        const live = young[(index * 7 + opened.length) % 50]!;
        opened.push(await signIn(live), await own.refresh(live.token));
        expect(await auth.getUser(live.token)).toEqual(live.user);
      } while (!isSwept);
      return opened;
    };
    const sweeper = async () => {
      const batches = await sweepAll();
      isSwept = true;
      return batches;
    };
    const [batches, ...opened] = await Promise.all([
      sweeper(),
      ...Array.from({ length: 5 }, (_, index) => traffic(index)),
    ]);

    expect(Math.max(...batches)).toBe(BATCH);
    expect(batches.reduce((sum, count) => sum + count, 0)).toBe(expired.length);
    expect(await Promise.all(expired.map(isStored))).not.toContain(true);
    const live = [...kept, ...young, ...opened.flat()];
    expect(await Promise.all(live.map(isStored))).not.toContain(false);
    // A token of before its refresh has ended by itself; its session has not.
    for (const { token, user } of [...young, ...opened.flat()]) expect(await auth.getUser(token)).toEqual(user);
  });

  it("D21 at its last moment a session is either extended and stays, or swept and gone", async () => {
    const person = await signUp();
    const drawn = await byTens(200, () => signIn(person));
    const end = Date.parse(drawn[0]!.session.expiresAt);
    const later = { expiresAt: new Date(end + 1000), at: new Date(end - 1), idleSince: null, pool: "users" };
    const extend = ({ session }: SignedIn) => serving.sessions.extend(session.id, person.user.id, later);
    const sweeps = inParallel(40, () => sweeping.sweep(new Date(end + 1), BATCH));
    const extended = await Promise.all(drawn.map(extend));
    const swept = (await sweeps).reduce((sum, count) => sum + count, 0);
    expect(extended.some((found) => found !== null)).toBe(true);
    const stored = await Promise.all(drawn.map(isStored));
    expect(stored.map((is, index) => is || extended[index] === null)).not.toContain(false);
    expect(stored.filter((is) => !is).length).toBeLessThanOrEqual(swept);
  });

  it("D21 parallel sweeps beside the end of sessions and of accounts neither fail nor block each other", async () => {
    const people = await byTens(20, signUp);
    await byTens(400, (index) => signIn(people[index % 20]!));
    clock.advance(LIFETIME + 1);
    const live = await byTens(20, (index) => signIn(people[index]!));
    const before = now();
    const sweeps = inParallel(6, async () => {
      let count = 0;
      for (let round = 0; round < 20; round++) count += await sweeping.sweep(before, 50);
      return count;
    });
    const ends = inParallel<unknown>(20, (index) =>
      index % 2 === 0 ? own.endOthers(live[index]!.token) : serving.users.delete(people[index]!.user.id),
    );
    await Promise.all([sweeps, ends]);
    await sweepAll(before);
    expect(await Promise.all(live.map(isStored))).toEqual(live.map((_, index) => index % 2 === 0));
  });
});
