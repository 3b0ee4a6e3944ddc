import { postgres, sqlite, sqlStorage, type Row } from "@latchkey/sql";
import { describe, expect, it } from "vitest";
import { fakeExecutor, isSchemaSearch, postgresAnswer, postgresError } from "../support/fake-executor.ts";

const missing = () => {
  throw postgresError("42P01");
};
const lock = "select pg_advisory_xact_lock(7164258003419)";
const readsJournal = (sql: string) => sql.startsWith("select step");
/** A batch by its first statements: what it locks and what it notes. */
const heads = (calls: readonly (string | string[])[], length = 2) =>
  calls.filter((call) => Array.isArray(call)).map((call) => call.slice(0, length));

/** PostgreSQL whose journal holds these steps, or `null` for no journal. */
function postgresWith(steps: readonly number[] | null, answer: (sql: string) => readonly Row[] = () => []) {
  const executor = fakeExecutor((sql) => {
    if (isSchemaSearch(sql)) return [postgresAnswer];
    if (readsJournal(sql)) return steps === null ? missing() : steps.map((step) => ({ step }));
    return answer(sql);
  });
  return { executor, storage: sqlStorage({ dialect: postgres, executor, timeoutMs: 1000 }) };
}

describe("migrate()", () => {
  it("makes the journal and then applies each migration, in batches that wait for one another", async () => {
    const { executor, storage } = postgresWith(null);
    await storage.migrate();
    expect(executor.calls.filter(readsJournalCall)).toEqual(['select step from "public"."auth_migrations"']);
    const batches = heads(executor.calls);
    expect(batches).toHaveLength(7);
    expect(batches[0]).toEqual([
      lock,
      expect.stringMatching(/^create table if not exists "public"."auth_migrations" \(/),
    ]);
    expect(batches.slice(1)).toEqual([
      [lock, `insert into "public"."auth_migrations" ("step", "name") values (1, 'accounts')`],
      [lock, `insert into "public"."auth_migrations" ("step", "name") values (2, 'tokens')`],
      [lock, `insert into "public"."auth_migrations" ("step", "name") values (3, 'identities')`],
      [lock, `insert into "public"."auth_migrations" ("step", "name") values (4, 'user_search')`],
      [lock, `insert into "public"."auth_migrations" ("step", "name") values (5, 'audit')`],
      [lock, `insert into "public"."auth_migrations" ("step", "name") values (6, 'ways_in')`],
    ]);
  });

  it("applies what is missing alone, and nothing to a database that is up to date", async () => {
    const behind = postgresWith([1]);
    await behind.storage.migrate();
    expect(heads(behind.executor.calls)).toEqual([
      [lock, expect.stringContaining("values (2, 'tokens')")],
      [lock, expect.stringContaining("values (3, 'identities')")],
      [lock, expect.stringContaining("values (4, 'user_search')")],
      [lock, expect.stringContaining("values (5, 'audit')")],
      [lock, expect.stringContaining("values (6, 'ways_in')")],
    ]);
    const upToDate = postgresWith([1, 2, 3, 4, 5, 6]);
    await upToDate.storage.migrate();
    expect(heads(upToDate.executor.calls)).toEqual([]);
  });

  it("creates the schema first where it is missing, and only together with the journal", async () => {
    const executor = fakeExecutor((sql) => {
      if (isSchemaSearch(sql)) return [{ ...postgresAnswer, schema: "vault", exists: false }];
      return readsJournal(sql) ? missing() : [];
    });
    await sqlStorage({ dialect: postgres, executor, schema: "vault" }).migrate();
    expect(heads(executor.calls)[0]).toEqual([lock, 'create schema if not exists "vault"']);
    expect(executor.calls.flat().filter((sql) => sql.startsWith("create schema"))).toHaveLength(1);
  });

  it("takes no lock on SQLite, where one transaction waits for another anyway", async () => {
    const executor = fakeExecutor((sql) => {
      if (readsJournal(sql)) throw new Error("no such table: auth_migrations");
      return [];
    });
    await sqlStorage({ dialect: sqlite, executor }).migrate();
    expect(heads(executor.calls, 1)).toEqual([
      [expect.stringMatching(/^create table if not exists "auth_migrations"/)],
      [`insert into "auth_migrations" ("step", "name") values (1, 'accounts')`],
      [`insert into "auth_migrations" ("step", "name") values (2, 'tokens')`],
      [`insert into "auth_migrations" ("step", "name") values (3, 'identities')`],
      [`insert into "auth_migrations" ("step", "name") values (4, 'user_search')`],
      [`insert into "auth_migrations" ("step", "name") values (5, 'audit')`],
      [`insert into "auth_migrations" ("step", "name") values (6, 'ways_in')`],
    ]);
  });

  it("goes on where another process was first", async () => {
    let looks = 0;
    const executor = fakeExecutor((sql) => {
      if (isSchemaSearch(sql)) return [postgresAnswer];
      if (readsJournal(sql)) return looks++ === 0 ? [] : [1, 2, 3, 4, 5, 6].map((step) => ({ step }));
      throw postgresError("23505");
    });
    await sqlStorage({ dialect: postgres, executor }).migrate();
    expect(looks).toBe(7);
  });

  it("fails with its own error where a migration fails and was not applied, whatever the journal says", async () => {
    for (const second of [() => [], () => [{ step: 7 }], missing, () => Promise.reject(new Error("gone")) as never]) {
      let looks = 0;
      const executor = fakeExecutor((sql) => {
        if (isSchemaSearch(sql)) return [postgresAnswer];
        if (readsJournal(sql)) return looks++ === 0 ? [] : second();
        throw new Error("disk is full");
      });
      await expect(sqlStorage({ dialect: postgres, executor }).migrate()).rejects.toThrow("disk is full");
    }
  });

  it("makes nothing where the journal cannot be read", async () => {
    const executor = fakeExecutor((sql) => {
      if (isSchemaSearch(sql)) return [postgresAnswer];
      throw postgresError("53300");
    });
    await expect(sqlStorage({ dialect: postgres, executor }).migrate()).rejects.toThrow("error 53300");
    expect(heads(executor.calls)).toEqual([]);
  });

  it("does not take a journal for empty when a number in it is unreadable", async () => {
    const { executor, storage } = postgresWith([0.5]);
    await expect(storage.migrate()).rejects.toThrow(
      "the database returned something else where a whole number was expected",
    );
    expect(heads(executor.calls)).toEqual([]);
  });

  it("refuses a database that cannot hold every text", async () => {
    const executor = fakeExecutor(() => [{ ...postgresAnswer, encoding: "LATIN1" }]);
    await expect(sqlStorage({ dialect: postgres, executor }).migrate()).rejects.toThrow(/is LATIN1, which cannot hold/);
  });
});

describe("a role without the rights", () => {
  const remedy = 'Run migrate() or the SQL files as a role that has it, and pass migrations: "manual" to this storage';

  it("hears which right it lacks to create tables, and what to do", async () => {
    const denied = postgresError("42501");
    const executor = fakeExecutor((sql) => {
      if (isSchemaSearch(sql)) return [postgresAnswer];
      if (readsJournal(sql)) return missing();
      throw denied;
    });
    const error: unknown = await sqlStorage({ dialect: postgres, executor, prefix: "x_" })
      .migrate()
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      message: `No right to create or change the tables x_* in the schema "public". ${remedy}`,
      cause: denied,
    });
  });

  it("hears which right it lacks to read the journal, and what to do", async () => {
    const denied = postgresError("42501");
    const executor = fakeExecutor((sql) => {
      if (isSchemaSearch(sql)) return [postgresAnswer];
      throw denied;
    });
    const error: unknown = await sqlStorage({ dialect: postgres, executor, prefix: "x_" })
      .migrate()
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      message: `No right to read "x_migrations" in the schema "public". ${remedy}`,
      cause: denied,
    });
  });

  it("hears of no schema on SQLite, which has none", async () => {
    const executor = fakeExecutor(() => {
      throw new Error("attempt to write a readonly database");
    });
    await expect(sqlStorage({ dialect: sqlite, executor }).migrate()).rejects.toThrow(
      `No right to read "auth_migrations". ${remedy}`,
    );
  });
});

describe("the time of a migration", () => {
  it("is ten minutes on PostgreSQL, and the time limit for what only looks", async () => {
    const { executor, storage } = postgresWith([1]);
    await storage.migrate();
    const [search, journal, migration] = executor.timeLeft;
    for (const left of [search!, journal!]) expect(left).toBeLessThanOrEqual(1000);
    expect(migration).toBeGreaterThan(590_000);
    expect(migration).toBeLessThanOrEqual(600_000);
  });

  it("is the time limit where that is longer, and on SQLite", async () => {
    const answer = (sql: string) => (isSchemaSearch(sql) ? [postgresAnswer] : readsJournal(sql) ? [{ step: 1 }] : []);
    const patient = fakeExecutor(answer);
    await sqlStorage({ dialect: postgres, executor: patient, timeoutMs: 900_000 }).migrate();
    expect(patient.timeLeft.at(-1)).toBeGreaterThan(890_000);
    const onSqlite = fakeExecutor(answer);
    await sqlStorage({ dialect: sqlite, executor: onSqlite, timeoutMs: 1000 }).migrate();
    expect(onSqlite.timeLeft.at(-1)).toBeLessThanOrEqual(1000);
  });

  it("is the time limit for a second migration at the same time, and ten minutes again afterwards", async () => {
    const ends: (() => void)[] = [];
    const left: number[] = [];
    const fake = fakeExecutor((sql) => (isSchemaSearch(sql) ? [postgresAnswer] : []));
    const executor = {
      ...fake,
      batch: (_: unknown, deadline: number) => {
        left.push(deadline - performance.now());
        return new Promise<never[]>((resolve) => ends.push(() => resolve([])));
      },
    };
    const storage = sqlStorage({ dialect: postgres, executor, timeoutMs: 1000 });
    const both = [storage.migrate(), storage.migrate()];
    while (ends.length < 2) await Promise.resolve();
    expect(left[0]).toBeGreaterThan(590_000);
    expect(left[1]).toBeLessThanOrEqual(1000);
    const endAllOf = async (migrating: Promise<unknown>) => {
      let isSettled = false;
      void migrating.then(() => (isSettled = true));
      while (!isSettled) {
        for (const end of ends.splice(0)) end();
        await new Promise((resolve) => setTimeout(resolve));
      }
    };
    await endAllOf(Promise.all(both));
    const later = storage.migrate();
    while (ends.length < 1) await Promise.resolve();
    expect(left.at(-1)).toBeGreaterThan(590_000);
    await endAllOf(later);
  });
});

function readsJournalCall(call: string | string[]): boolean {
  return typeof call === "string" && readsJournal(call);
}
