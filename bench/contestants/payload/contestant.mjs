// Payload without Next: `payload.auth`, its documented way to check a request on a server, and its own REST routes. The
// cookie is a signed token that names a session. Its hash cannot be chosen: PBKDF2-HMAC-SHA256, 600 000 iterations.

import { randomUUID } from "node:crypto";
import { postgresAdapter } from "@payloadcms/db-postgres";
import { sqliteAdapter } from "@payloadcms/db-sqlite";
import { buildConfig, getPayload, handleEndpoints } from "payload";
import { get, post } from "../requests.mjs";

// Both are for development under Next: a web socket to its server, and a search for packages of different versions.
Object.assign(process.env, { DISABLE_PAYLOAD_HMR: "true", PAYLOAD_DISABLE_DEPENDENCY_CHECKER: "true" });

/** `push: false`: tables come from a migration, as in production. */
function adapterFor({ kind, path, url, schema }) {
  // Its SQLite is libSQL, the only driver that it takes.
  const client = { url: `file:${path}` };
  if (kind === "sqlite") return sqliteAdapter({ client, wal: { synchronous: "NORMAL" }, push: false });
  // One connection more than the others have: it checks one out at the start and never gives it back.
  return postgresAdapter({ pool: { connectionString: url, max: 11 }, schemaName: schema, push: false });
}

export async function open({ database, secret }) {
  const config = await buildConfig({
    secret,
    db: adapterFor(database),
    // By default only signed-in users may add users.
    collections: [{ slug: "users", auth: true, fields: [], access: { create: () => true } }],
    telemetry: false,
    logger: { options: { level: "silent" } },
    // Outside of production it would start a process that writes types.
    typescript: { autoGenerate: false },
  });
  // Its routes find the instance by this key.
  const key = randomUUID();
  const payload = await getPayload({ config, key });
  await createTables(payload.db);
  const userOf = async (headers) => (await payload.auth({ headers })).user;
  const me = (user) => Response.json({ user }, { status: user ? 200 : 401 });
  return {
    handler: async (request) => {
      // Its own route, /api/users/me, reads the user twice.
      if (new URL(request.url).pathname === "/me") return me(await userOf(request.headers));
      return handleEndpoints({ config, request, payloadInstanceCacheKey: key });
    },
    signUp: (body) => post("/api/users", body),
    // The sessions of a user are written again with the user, so the more there are, the longer this takes.
    signIn: (body) => post("/api/users/login", body),
    me: (cookie) => get("/me", cookie),
    refresh: (cookie) => post("/api/users/refresh-token", {}, cookie),
    // No list: sessions are part of the user, in each answer to /me.
    signOut: (cookie) => post("/api/users/logout", {}, cookie),
    getUser: (cookie) => userOf(new Headers({ cookie })),
  };
}

/** Runs what its first migration file would hold. The schema of PostgreSQL exists already. */
async function createTables(db) {
  const { generateDrizzleJson, generateMigration } = db.requireDrizzleKit();
  const schemas = db.schemaName && { schemas: { [db.schemaName]: db.schemaName } };
  const empty = { ...db.defaultDrizzleSnapshot, ...schemas };
  for (const raw of await generateMigration(empty, await generateDrizzleJson(db.schema)))
    await db.execute({ drizzle: db.drizzle, raw });
}
