/** better-auth on its own Kysely adapter, as its documentation sets it up: every read checks the cookie's signature and the session's row. */

import { betterAuth } from "better-auth";
import { getMigrations } from "better-auth/db/migration";
import Database from "better-sqlite3";
import pg from "pg";
import { passwords } from "../passwords.mjs";
import { cookieOf, get, origin, post } from "../requests.mjs";

export const name = "better-auth";

export const open = (world) => openWith(world, {});

/** @param {Pick<import("better-auth").BetterAuthOptions, "session" | "advanced">} more options of a variant */
export async function openWith(world, more) {
  const { database, close } = connect(world.database);
  const { hash, verify } = passwords(world.passwords);
  const auth = betterAuth({
    ...more,
    baseURL: origin,
    secret: world.secret,
    database,
    emailAndPassword: {
      enabled: true,
      // The same native hash for everybody. Its own is scrypt.
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
    requests: {
      // It wants a name, and signs in who signs up.
      signUp: ({ email, password }) => post("/api/auth/sign-up/email", { body: { email, password, name: email } }),
      signIn: ({ email, password }) => post("/api/auth/sign-in/email", { body: { email, password } }),
      me: (cookie) => get("/api/auth/get-session", cookie),
      // No route of its own: get-session prolongs a session once it's a day old.
      refresh: null,
      list: (cookie) => get("/api/auth/list-sessions", cookie),
      signOut: (cookie) => post("/api/auth/sign-out", { cookie }),
    },
    cookieOf,
    async getUser(cookie) {
      const session = await auth.api.getSession({ headers: new Headers({ cookie }) });
      return session?.user ?? null;
    },
    close,
  };
}

function connect({ kind, path, url, schema }) {
  if (kind === "postgres") {
    const pool = new pg.Pool({ connectionString: url, max: 10, options: `-c search_path=${schema}` });
    return { database: pool, close: () => pool.end() };
  }
  const database = new Database(path);
  database.pragma("journal_mode = WAL");
  database.pragma("synchronous = normal");
  return { database, close: async () => database.close() };
}
