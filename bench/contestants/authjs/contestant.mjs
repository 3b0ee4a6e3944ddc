// Auth.js with sessions in the database. Its credentials provider makes JSON Web Tokens only, so signing up and in are
// written by hand: they check the password, make a session by the adapter and set Auth.js' own cookie.

import { Auth } from "@auth/core";
import { KyselyAdapter } from "@auth/kysely-adapter";
import Database from "better-sqlite3";
import { Kysely, PostgresDialect, SqliteDialect } from "kysely";
import pg from "pg";
import { cookieOf, get, post } from "../requests.mjs";
import { accounts, openPool, openSqlite } from "../shared.mjs";

/** As the adapter's documentation has them, without those for providers, and with a column for the password. */
const tables = (date) => `
  create table "User" (id text primary key, name text, email text not null unique, "emailVerified" ${date}, image text,
    password text not null);
  create table "Session" ("sessionToken" text primary key,
    "userId" text not null references "User" (id) on delete cascade, expires ${date} not null);
  create index "Session_userId_index" on "Session" ("userId");`;

async function connect(location) {
  if (location.kind === "sqlite") {
    const database = openSqlite(Database, location, tables("text"));
    return new Kysely({ dialect: new SqliteDialect({ database }) });
  }
  const pool = await openPool(pg.Pool, location, tables("timestamptz"));
  return new Kysely({ dialect: new PostgresDialect({ pool }) });
}

export async function open({ database, secret, passwords }) {
  const adapter = KyselyAdapter(await connect(database));
  const logger = { error() {}, warn() {}, debug() {} };
  // Outside of production the host is always trusted.
  const config = { adapter, secret, basePath: "/auth", providers: [], trustHost: true, logger };
  const byHand = accounts(passwords, {
    async add(email, password) {
      if (await adapter.getUserByEmail(email)) return null;
      return (await adapter.createUser({ email, emailVerified: null, password })).id;
    },
    async find(email) {
      const user = await adapter.getUserByEmail(email);
      return user && { id: user.id, hash: user.password };
    },
    async signedIn(userId) {
      const expires = new Date(Date.now() + 30 * 24 * 60 * 60 * 1000);
      const session = { sessionToken: crypto.randomUUID(), userId, expires };
      await adapter.createSession(session);
      const attributes = `Path=/; Expires=${expires.toUTCString()}; HttpOnly; SameSite=Lax`;
      const cookie = `authjs.session-token=${session.sessionToken}; ${attributes}`;
      return Response.json({ id: userId }, { headers: { "set-cookie": cookie } });
    },
  });
  // Signing out needs this token and its cookie. A browser has them from the page on which it signs in.
  const csrf = await Auth(get("/auth/csrf"), config);
  const csrfCookie = cookieOf(csrf);
  const { csrfToken } = await csrf.json();
  return {
    handler: async (request) => {
      const { origin, pathname } = new URL(request.url);
      const route = request.method === "POST" && request.headers.get("origin") === origin && byHand[pathname];
      return route ? route(request) : Auth(request, config);
    },
    signUp: (body) => post("/signup", body),
    signIn: (body) => post("/login", body),
    me: (cookie) => get("/auth/session", cookie),
    // No refresh: /auth/session extends a session that is a day old. No list: adapters cannot list sessions.
    signOut: (cookie) => post("/auth/signout", { csrfToken }, cookie),
    cookieOf: (response) => [cookieOf(response), csrfCookie].filter(Boolean).join("; "),
    /** What its integrations do on a server: the same route, called without a network. */
    async getUser(cookie) {
      const response = await Auth(get("/auth/session", cookie), config);
      return (await response.json())?.user ?? null;
    },
  };
}
