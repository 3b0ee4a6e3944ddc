import { postgresStorage } from "@latchkey/adapter-postgres";
import type { Storage } from "@latchkey/core";
import { storageContract } from "@latchkey/core/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { freshEmail } from "../conversation/client.ts";
import { openClient, trySignUp } from "../support/faulty.ts";
import { oddDatabase, oddRole, type OddDatabase } from "../support/postgres/odd-postgres.ts";
import { openPool } from "../support/postgres/postgres.ts";

const readable = {
  DateStyle: "'SQL, DMY'",
  TimeZone: "'Asia/Kathmandu'",
  IntervalStyle: "'sql_standard'",
  bytea_output: "'escape'",
  extra_float_digits: "-15",
  default_transaction_isolation: "'serializable'",
  default_transaction_deferrable: "on",
  transform_null_equals: "on",
  standard_conforming_strings: "on",
};
const german = {
  DateStyle: "'German'",
  TimeZone: "'Africa/Monrovia'",
  default_transaction_isolation: "'repeatable read'",
  search_path: "''",
};

describe("F21 a database whose settings are all unusual keeps the storage contract", () => {
  let odd: OddDatabase;
  let storage: Storage;
  beforeAll(async () => {
    odd = await oddDatabase(readable);
    storage = postgresStorage(odd.url);
  });
  afterAll(async () => {
    await storage?.close();
    await odd?.drop();
  });
  it("F21 the settings are in force", async () => {
    const { rows } = await odd.admin.query(
      "select now()::text as now, current_setting('default_transaction_isolation') as isolation",
    );
    expect(rows[0].now).toMatch(/^\d\d\/\d\d\/\d{4} /);
    expect(rows[0].isolation).toBe("serializable");
  });
  for (const { name, run } of storageContract(() => storage)) it(name, run);
});

describe("F21 F52 a role with unusual settings, in a schema of choice, keeps the storage contract", () => {
  let odd: OddDatabase;
  let storage: Storage;
  let role: { url: string; name: string };
  beforeAll(async () => {
    odd = await oddDatabase({});
    role = await oddRole(odd, german);
    await odd.admin.query(`create schema accounts authorization ${role.name}`);
    storage = postgresStorage(role.url, { schema: "accounts" });
  });
  afterAll(async () => {
    await storage?.close();
    await odd?.admin.query(`drop owned by ${role.name} cascade`);
    await odd?.admin.query(`drop role ${role.name}`);
    await odd?.drop();
  });
  for (const { name, run } of storageContract(() => storage)) it(name, run);
});

describe("F23 under SERIALIZABLE", () => {
  let odd: OddDatabase;
  let storage: Storage;
  beforeAll(async () => {
    odd = await oddDatabase({ default_transaction_isolation: "'serializable'" });
    storage = postgresStorage(odd.url);
    await storage.migrate();
  });
  afterAll(async () => {
    await storage?.close();
    await odd?.drop();
  });

  it("F23 84 sign-ins of 12 people at once, and sign-ups beside them, are all answered", async () => {
    const { client, errors } = openClient(storage);
    const people = await Promise.all(Array.from({ length: 12 }, () => client.signUp()));
    const emails = people.map(({ email }) => email);
    const answers = await Promise.all([
      ...Array.from({ length: 84 }, (_, at) =>
        client.post("/signin", { email: emails[at % 12]!, password: "correct horse battery" }),
      ),
      ...Array.from({ length: 20 }, () => trySignUp(client, freshEmail())),
    ]);
    expect(errors).toEqual([]);
    expect(answers.filter(({ status }) => status === 503)).toEqual([]);
  });

  it("F23 of 60 who count on one key at once each gets another number", async () => {
    const at = new Date();
    const resetsAt = new Date(at.getTime() + 60_000);
    const counts = await Promise.all(Array.from({ length: 60 }, () => storage.counters.add("one", at, resetsAt)));
    expect(counts.map(({ count }) => count).sort((one, other) => one - other)).toEqual(
      Array.from({ length: 60 }, (_, index) => index + 1),
    );
  });

  it("F23 of 30 deadlocks in waiting, two rows in opposite order, all come through", async () => {
    const pool = openPool(10, { connectionString: odd.url });
    const two = postgresStorage(pool);
    const sessions = Array.from({ length: 30 }, () => [
      two.counters.reset("one"),
      two.sweep(new Date(), 100),
      two.counters.add("one", new Date(), new Date()),
    ]);
    await Promise.all(sessions.flat());
    await two.close();
    await pool.end();
  });
});
