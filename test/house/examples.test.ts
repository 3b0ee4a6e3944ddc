import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bearer, createClient, whoIs } from "../conversation/client.ts";
import { borderOverSockets } from "../support/border.ts";
import { converse, running, startExample } from "../support/example.ts";
import { databaseUrl, freshPrefix, openPool } from "../support/postgres/postgres.ts";
import { temporaryFolder } from "../support/storages.ts";

const files = temporaryFolder();
afterAll(() => files.remove());

describe.each(["node", "bun", "deno"])("examples/%s over HTTP", (name) => {
  const { options, restart, said } = running(() =>
    startExample(name, { DATABASE_FILE: join(files.path, `${name}.db`) }),
  );
  converse(options);
  borderOverSockets(options);

  it("SI13 it says one line: where it listens", () => {
    expect(said().trim().split("\n")).toEqual([expect.stringMatching(/^Accounts at http:\/\/localhost:\d+\/auth$/)]);
  });

  it("SE02 D03 a session that was ended is dead after a kill -9 and a restart, and another lives on", async () => {
    const client = createClient(options);
    const [ended, kept] = [await client.signUp(), await client.signUp()];
    await client.send("POST", "/signout", bearer(ended.token));
    await restart();
    expect(await whoIs(client, bearer(ended.token))).toBeNull();
    expect(await whoIs(client, bearer(kept.token))).toBe(kept.email);
  });
});

describe("examples/postgres over HTTP", () => {
  const pool = openPool(1);
  const database = `${freshPrefix()}example`;
  beforeAll(async () => void (await pool.query(`create database ${database}`)));
  afterAll(async () => {
    await pool.query(`drop database ${database} with (force)`);
    await pool.end();
  });
  const { options } = running(() => startExample("postgres", { DATABASE_URL: databaseUrl(database) }));
  converse(options);
  borderOverSockets(options);

  it("Y08 a route of the application knows the user with one call, by the same carrier and origin rules", async () => {
    const client = createClient(options);
    const { token, email } = await client.signUp();
    const greet = (headers: Record<string, string>) => client.get(`${client.origin}/hello`, headers);
    expect(await greet(client.cookie(token))).toMatchObject({ status: 200, body: { hello: email } });
    expect(await greet(bearer(token))).toMatchObject({ status: 200, body: { hello: email } });
    expect(await greet({})).toMatchObject({ status: 401 });
    expect(await greet({ ...client.cookie(token), origin: "https://evil.example" })).toMatchObject({ status: 401 });
    await client.send("POST", "/signout", bearer(token));
    expect(await greet(client.cookie(token))).toMatchObject({ status: 401 });
  });
});
