import { postgresStorage, type PostgresStorageOptions } from "@latchkey/adapter-postgres";
import type { Storage } from "@latchkey/core";
import { storageContract } from "@latchkey/core/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { freshEmail } from "../conversation/client.ts";
import { openClient, trySignUp } from "../support/faulty.ts";
import { hasPgBouncer, pgBouncerVersion, startPgBouncer, type PgBouncer } from "../support/postgres/pgbouncer.ts";
import { dropTables, freshPrefix, openPool } from "../support/postgres/postgres.ts";

const missing = hasPgBouncer ? "" : ", which is NOT INSTALLED HERE: apt-get install pgbouncer";

/** A storage behind a pooler in transaction mode, while the cases around it run. */
function behindPooler(options: PostgresStorageOptions, settings: Readonly<Record<string, string | number>> = {}) {
  const prefix = freshPrefix();
  const admin = openPool(2);
  let pooler: PgBouncer | undefined;
  let storage: Storage | undefined;
  beforeAll(async () => {
    pooler = await startPgBouncer(settings);
    storage = postgresStorage(pooler.url, { prefix, ...options });
  });
  afterAll(async () => {
    await storage?.close();
    await pooler?.stop();
    await dropTables(admin, prefix);
    await admin.end();
  });
  return { admin, prefix, url: () => pooler!.url, storage: () => storage! };
}

describe.skipIf(!hasPgBouncer)(`PgBouncer in transaction mode${missing}`, () => {
  describe("F20 with { prepare: false } keeps the storage contract", () => {
    const { storage } = behindPooler({ prepare: false });
    for (const { name, run } of storageContract(storage)) it(name, run);
  });

  describe("F20 without being told that it knows no prepared statements, keeps the storage contract", () => {
    const { storage } = behindPooler({});
    for (const { name, run } of storageContract(storage)) it(name, run);
  });

  describe("F20 F23 in a burst", () => {
    const { storage } = behindPooler({});
    it("nobody hears that a statement is gone, or there already", async () => {
      const { client, errors } = openClient(storage());
      const { token } = await client.alice();
      for (let round = 0; round < 10; round++) {
        const answers = await Promise.all([
          ...Array.from({ length: 20 }, () => client.get("/me", client.cookie(token))),
          ...Array.from({ length: 10 }, () => trySignUp(client, freshEmail())),
        ]);
        expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
      }
      expect(errors).toEqual([]);
    });
  });

  describe("F20 a pool that was handed in, and goes to the pooler", () => {
    const { url, prefix, admin } = behindPooler({});
    it("works, and two storages of one prefix in two schemas never run each other's statements", async () => {
      const pool = openPool(5, { connectionString: url() });
      const schemas = [`${prefix}one`, `${prefix}two`];
      try {
        const clients = schemas.map((schema) => openClient(postgresStorage(pool, { prefix, schema })).client);
        for (const client of clients) await client.signUp();
        for (let round = 0; round < 5; round++) {
          const [one, two] = await Promise.all(clients.map((client) => client.signUp()));
          expect(await clients[0]!.get("/me", clients[0]!.cookie(one!.token))).toMatchObject({ status: 200 });
          expect(await clients[0]!.get("/me", clients[0]!.cookie(two!.token))).toMatchObject({ status: 401 });
          expect(await clients[1]!.get("/me", clients[1]!.cookie(two!.token))).toMatchObject({ status: 200 });
        }
      } finally {
        await pool.end();
        for (const schema of schemas) await admin.query(`drop schema if exists ${schema} cascade`);
      }
    });
  });

  describe("F20 a statement that waits for a lock", () => {
    const { admin, prefix, url, storage } = behindPooler({});
    it("is given up in time, and in the server behind the pooler too", async () => {
      await storage().migrate();
      const impatient = postgresStorage(url(), { prefix, timeoutMs: 2000, migrations: "manual" });
      const isWaiting = async () => {
        const { rowCount } = await admin.query(
          "select 1 from pg_stat_activity where wait_event_type = 'Lock' and query like $1",
          [`%${prefix}%`],
        );
        return rowCount! > 0;
      };
      const until = async (wanted: boolean) => {
        while ((await isWaiting()) !== wanted) await new Promise((resolve) => setImmediate(resolve));
      };
      const holder = await admin.connect();
      try {
        await impatient.counters.reset("warm");
        await holder.query("begin");
        await holder.query(`lock table ${prefix}sessions in access exclusive mode`);
        const outcome = impatient.sessions.find("x").then(
          () => "done",
          (error: Error) => error.message,
        );
        await until(true);
        expect(await outcome).toMatch(/did not answer in time/);
        await until(false);
      } finally {
        await holder.query("rollback");
        holder.release();
        await impatient.close();
      }
    });
  });

  const [major, minor] = hasPgBouncer ? pgBouncerVersion() : [0, 0];
  if (major > 1 || minor >= 21) {
    describe("F20 with max_prepared_statements keeps the storage contract", () => {
      const { storage } = behindPooler({}, { max_prepared_statements: 100 });
      for (const { name, run } of storageContract(storage)) it(name, run);
    });
  } else {
    it(`F20 max_prepared_statements comes with PgBouncer 1.21, and here is ${major}.${minor}: not tried`, () => {
      expect([major, minor < 21]).toEqual([1, true]);
    });
  }
});
