import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bearer, createClient, type Client } from "../conversation/client.ts";
import { httpFetch } from "../support/http-client.ts";
import { oddDatabase, type OddDatabase } from "../support/postgres/odd-postgres.ts";
import { startPostgresWorker } from "../support/postgres/postgres-worker.ts";
import { samplesIn } from "../support/samples/readme.ts";

const folder = join(import.meta.dirname, ".postgres-worker");
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const sampleOf = (file: string) =>
  samplesIn(file).find(({ attributes }) => attributes.get("runtime") === "workers")!.code;
const documented = sampleOf("packages/adapter-postgres/README.md");
const programs = {
  "as the README of the adapter says": documented,
  "as the guide says": sampleOf("docs/databases/postgres.md"),
  "with a pool at the top of the module": documented
    .replace("import { postgresStorage }", 'import pg from "pg";\nimport { postgresStorage }')
    .replace(
      "postgresStorage(env.HYPERDRIVE.connectionString)",
      "postgresStorage(new pg.Pool({ connectionString: env.DATABASE_URL, max: 2 }))",
    ),
};

describe.each(Object.entries(programs))("F24 PostgreSQL in Cloudflare Workers, %s", (name, code) => {
  let odd: OddDatabase;
  let worker: { origin: string; stop: () => Promise<void> };
  let client: Client;

  beforeAll(async () => {
    mkdirSync(folder, { recursive: true });
    const file = join(folder, `${name.replaceAll(/\W/g, "-")}.ts`);
    writeFileSync(file, code);
    odd = await oddDatabase({});
    worker = await startPostgresWorker(file, odd.url);
    client = createClient({ fetch: httpFetch, origin: worker.origin, secureCookie: true });
  });
  afterAll(async () => {
    await worker?.stop();
    await odd?.drop();
  });

  it("F24 every request is answered, one by one and many at once, and no connection is left behind", async () => {
    const person = await client.alice();
    for (let round = 0; round < 6; round++)
      expect(await client.get("/me", bearer(person.token))).toMatchObject({ status: 200 });
    const answers = await Promise.all(Array.from({ length: 20 }, () => client.get("/me", bearer(person.token))));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 200));
    expect(await client.signIn(person)).toMatchObject({ user: { email: person.email } });
    await client.send("POST", "/signout", bearer(person.token));
    expect(await client.get("/me", bearer(person.token))).toMatchObject({ status: 401 });
    const left =
      "select 1 from pg_stat_activity " +
      "where datname = current_database() and pid <> pg_backend_pid() and query ilike '%auth_%'";
    while ((await odd.admin.query(left)).rowCount! > 0) await new Promise((resolve) => setImmediate(resolve));
  });
});
