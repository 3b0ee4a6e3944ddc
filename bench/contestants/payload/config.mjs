/** Payload with one collection, its users, and nothing else of a content system. */

import { randomUUID } from "node:crypto";
import { postgresAdapter } from "@payloadcms/db-postgres";
import { sqliteAdapter } from "@payloadcms/db-sqlite";
import { buildConfig, getPayload } from "payload";

// Both are for development under Next: a web socket to its server, and a search for packages of different versions.
process.env.DISABLE_PAYLOAD_HMR = "true";
process.env.PAYLOAD_DISABLE_DEPENDENCY_CHECKER = "true";

export async function start({ database, secret }) {
  const config = await buildConfig({
    secret,
    db: database.kind === "postgres" ? onPostgres(database) : onSqlite(database),
    collections: [
      {
        slug: "users",
        auth: true,
        fields: [],
        // By default only who is signed in may add users. Here people sign up.
        access: { create: () => true },
      },
    ],
    telemetry: false,
    logger: { options: { level: "silent" } },
    // Outside production it would start a process that writes types next to the app.
    typescript: { autoGenerate: false },
  });
  // Its routes find the instance by this key, so that one process can hold several.
  const key = randomUUID();
  const payload = await getPayload({ config, key });
  await createTables(payload.db);
  return { payload, config, key, close: () => close(payload) };
}

/** `push: false`: the tables come from a migration, as in production, and not from comparing schemas at every start. */
function onPostgres({ url, schema }) {
  // One more than the others: it checks one out when it starts and never gives it back.
  return postgresAdapter({ pool: { connectionString: url, max: 11 }, schemaName: schema, push: false });
}

/** Its SQLite is libSQL. It takes no other driver. */
function onSqlite({ path }) {
  return sqliteAdapter({ client: { url: `file:${path}` }, wal: { synchronous: "NORMAL" }, push: false });
}

/** What its first migration file would hold, run at once. The schema that PostgreSQL is given exists already. */
async function createTables(db) {
  const { generateDrizzleJson, generateMigration } = db.requireDrizzleKit();
  const nothing = {
    ...db.defaultDrizzleSnapshot,
    ...(db.schemaName && { schemas: { [db.schemaName]: db.schemaName } }),
  };
  const statements = await generateMigration(nothing, await generateDrizzleJson(db.schema));
  for (const raw of statements) await db.execute({ drizzle: db.drizzle, raw });
}

/** `destroy` forgets its connections without closing them, and the one checked out would keep `pool.end()` waiting. */
async function close(payload) {
  const { client, pool } = payload.db;
  await payload.destroy();
  client?.close();
  if (!pool) return;
  const ended = pool.end();
  const { _clients: held } = pool;
  for (const connection of held) connection.release(true);
  await ended;
}
