/** better-auth on its Kysely adapter, as its documentation sets it up: reads check the signature and the row. */

import { betterAuth } from "better-auth";
import { getMigrations } from "better-auth/db/migration";
import Database from "better-sqlite3";
import pg from "pg";
import { get, origin, post } from "../requests.mjs";
import { openPool, openSqlite, passwords } from "../shared.mjs";

/** `more`: options of a variant. */
export async function open(world, more = {}) {
  const onSqlite = world.database.kind === "sqlite";
  const database = onSqlite ? openSqlite(Database, world.database) : await openPool(pg.Pool, world.database);
  const { hash, verify } = passwords(world.passwords);
  const auth = betterAuth({
    ...more,
    baseURL: origin,
    secret: world.secret,
    database,
    emailAndPassword: {
      enabled: true,
      // Its own hash is scrypt. All contestants get the same.
      password: { hash, verify: ({ password, hash: stored }) => verify(password, stored) },
    },
    // On in production, where it would stop the bench after a few requests.
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    logger: { disabled: true },
  });
  await (await getMigrations(auth.options)).runMigrations();
  return {
    handler: auth.handler,
    // It needs a name, and opens a session.
    signUp: ({ email, password }) => post("/api/auth/sign-up/email", { email, password, name: email }),
    signIn: ({ email, password }) => post("/api/auth/sign-in/email", { email, password }),
    me: (cookie) => get("/api/auth/get-session", cookie),
    // No refresh: get-session extends a session that is a day old.
    list: (cookie) => get("/api/auth/list-sessions", cookie),
    signOut: (cookie) => post("/api/auth/sign-out", {}, cookie),
    getUser: async (cookie) => (await auth.api.getSession({ headers: new Headers({ cookie }) }))?.user ?? null,
  };
}
