/** Lucia 3 keeps sessions only. Its guide writes routes and password checks into the app, and so does this file. */

import { NodePostgresAdapter } from "@lucia-auth/adapter-postgresql";
import { BetterSqlite3Adapter } from "@lucia-auth/adapter-sqlite";
import Database from "better-sqlite3";
import { generateIdFromEntropySize, Lucia, verifyRequestOrigin } from "lucia";
import pg from "pg";
import { get, post } from "../requests.mjs";
import { accounts, openPool, openSqlite, refusal } from "../shared.mjs";

const names = { user: "auth_user", session: "user_session" };
const tables = (date) => `
  create table auth_user (id text not null primary key, email text not null unique, password_hash text not null);
  create table user_session (id text not null primary key, expires_at ${date} not null,
    user_id text not null references auth_user (id));
  create index user_session_user_id on user_session (user_id);`;
const insert = "insert into auth_user (id, email, password_hash) values ($1, $2, $3) on conflict do nothing";
const select = "select id, password_hash as hash from auth_user where email = $1";

/** Lucia's adapter, and the two statements that it leaves to the app. */
async function connect(location) {
  if (location.kind === "postgres") {
    const pool = await openPool(pg.Pool, location, tables("timestamptz"));
    const isAdded = async (user) => (await pool.query(insert, user)).rowCount === 1;
    const find = async (email) => (await pool.query(select, [email])).rows[0];
    return { adapter: new NodePostgresAdapter(pool, names), isAdded, find };
  }
  const db = openSqlite(Database, location, tables("integer"));
  const [adding, finding] = [insert, select].map((text) => db.prepare(text.replaceAll(/\$\d/g, "?")));
  const isAdded = async (user) => adding.run(user).changes === 1;
  const find = async (email) => finding.get(email);
  return { adapter: new BetterSqlite3Adapter(db, names), isAdded, find };
}

export async function open({ database, passwords }) {
  const { adapter, isAdded, find } = await connect(database);
  // The session id is no signed token: a cookie is valid if the row exists.
  const lucia = new Lucia(adapter, { getUserAttributes: ({ email }) => ({ email }) });
  const blank = lucia.createBlankSessionCookie().serialize();
  const validate = async (cookie) => {
    const id = lucia.readSessionCookie(cookie ?? "");
    return id ? lucia.validateSession(id) : { session: null, user: null };
  };
  const authenticated = (answer) => async (request) => {
    const { session, user } = await validate(request.headers.get("cookie"));
    if (!session) return Response.json({ user: null }, { status: 401, headers: { "set-cookie": blank } });
    const response = Response.json(await answer(user));
    if (session.fresh) response.headers.append("set-cookie", lucia.createSessionCookie(session.id).serialize());
    return response;
  };
  const routes = {
    ...accounts(passwords, {
      find,
      async add(email, hash) {
        const id = generateIdFromEntropySize(10);
        return (await isAdded([id, email, hash])) ? id : null;
      },
      async signedIn(userId) {
        const { id } = await lucia.createSession(userId, {});
        return Response.json({ userId }, { headers: { "set-cookie": lucia.createSessionCookie(id).serialize() } });
      },
    }),
    "/me": authenticated(async (user) => ({ user })),
    "/sessions": authenticated(async (user) => ({ sessions: await lucia.getUserSessions(user.id) })),
    async "/logout"(request) {
      const { session } = await validate(request.headers.get("cookie"));
      if (!session) return refusal(401);
      await lucia.invalidateSession(session.id);
      return new Response(null, { status: 204, headers: { "set-cookie": blank } });
    },
  };
  return {
    handler: async (request) => {
      const { pathname, host } = new URL(request.url);
      const isOwn = request.method === "GET" || verifyRequestOrigin(request.headers.get("origin") ?? "", [host]);
      return isOwn ? (routes[pathname]?.(request) ?? refusal(404)) : refusal(403);
    },
    signUp: (body) => post("/signup", body),
    signIn: (body) => post("/login", body),
    me: (cookie) => get("/me", cookie),
    // No refresh: validateSession extends a session when half its time is over.
    list: (cookie) => get("/sessions", cookie),
    signOut: (cookie) => post("/logout", {}, cookie),
    getUser: async (cookie) => (await validate(cookie)).user,
  };
}
