/**
 * What everybody is compared with: the same work written by hand, with nothing but the platform and the database's driver. A cookie, an
 * HMAC, one prepared statement, `Response.json`. It has none of what makes a library safe to use: no origin rules, no limits, no errors.
 */

import { randomBytes, randomUUID } from "node:crypto";
import { passwords } from "../passwords.mjs";
import { cookieOf, get, post } from "../requests.mjs";
import { onPostgres } from "./postgres.mjs";
import { onSqlite } from "./sqlite.mjs";
import { tokens } from "./token.mjs";

export const name = "limit";

const week = 7 * 24 * 60 * 60;

export async function open(world) {
  const store = world.database.kind === "sqlite" ? onSqlite(world.database) : await onPostgres(world.database);
  const { issue, read } = tokens(world.secret);
  const { hash, verify } = passwords(world.passwords);

  const claimsOf = (cookie) => (cookie?.startsWith("session=") ? read(cookie.slice("session=".length)) : null);
  const getUser = async (cookie) => {
    const claims = claimsOf(cookie);
    return claims && store.find(claims.sid, Date.now());
  };
  const newSession = (userId) => {
    const now = Date.now();
    return { id: randomBytes(12).toString("base64url"), userId, createdAt: now, expiresAt: now + week * 1000 };
  };
  const withCookie = (body, { id, userId }) => {
    const iat = Math.floor(Date.now() / 1000);
    const token = issue({ sub: userId, sid: id, iat, exp: iat + week });
    return Response.json(body, {
      headers: { "set-cookie": `session=${token}; Max-Age=${week}; Path=/; HttpOnly; Secure; SameSite=Lax` },
    });
  };

  const routes = {
    async "/me"({ headers }) {
      const user = await getUser(headers.get("cookie"));
      return user ? Response.json({ user }) : refusal(401);
    },
    async "/signup"(request) {
      const { email, password } = await request.json();
      const hashed = await hash(password);
      const session = newSession(randomUUID());
      if (!(await store.insert({ id: session.userId, email, hash: hashed, session }))) return refusal(409);
      const at = new Date(session.createdAt).toISOString();
      return withCookie(
        { user: { id: session.userId, email, emailVerified: false, createdAt: at, updatedAt: at, metadata: null } },
        session,
      );
    },
    async "/signin"(request) {
      const { email, password } = await request.json();
      const found = await store.findByEmail(email);
      if (!(await verify(password, found?.hash)) || !found) return refusal(401);
      const session = newSession(found.user.id);
      await store.insertSession(session);
      return withCookie({ user: found.user }, session);
    },
    async "/refresh"({ headers }) {
      const claims = claimsOf(headers.get("cookie"));
      const now = Date.now();
      const expiresAt = now + week * 1000;
      if (!claims || !(await store.extend(claims.sid, expiresAt, now))) return refusal(401);
      return withCookie({ expiresAt: new Date(expiresAt).toISOString() }, { id: claims.sid, userId: claims.sub });
    },
    async "/sessions"({ headers }) {
      const claims = claimsOf(headers.get("cookie"));
      const sessions = claims ? await store.list(claims.sid, Date.now()) : [];
      if (sessions.length === 0) return refusal(401);
      const moment = (value) => new Date(value).toISOString();
      return Response.json({
        sessions: sessions.map(({ id, created_at, expires_at }) => {
          return { id, current: id === claims.sid, createdAt: moment(created_at), expiresAt: moment(expires_at) };
        }),
      });
    },
    async "/signout"({ headers }) {
      const claims = claimsOf(headers.get("cookie"));
      if (claims) await store.end(claims.sid);
      return Response.json(
        { success: true },
        { headers: { "set-cookie": "session=; Max-Age=0; Path=/; HttpOnly; Secure; SameSite=Lax" } },
      );
    },
  };

  return {
    handler: async (request) => {
      const { url } = request;
      return (routes[url.slice(url.indexOf("/", 8))] ?? (() => refusal(404)))(request);
    },
    requests: {
      signUp: (body) => post("/signup", { body }),
      signIn: (body) => post("/signin", { body }),
      me: (cookie) => get("/me", cookie),
      refresh: (cookie) => post("/refresh", { cookie }),
      list: (cookie) => get("/sessions", cookie),
      signOut: (cookie) => post("/signout", { cookie }),
    },
    cookieOf,
    getUser,
    verifyToken: (cookie) => claimsOf(cookie) !== null,
    close: async () => store.close(),
  };
}

const refusal = (status) => Response.json({ error: "refused" }, { status });
