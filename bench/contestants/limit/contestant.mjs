// The limit: the same work by hand with the platform and the driver alone. A cookie, an HMAC, one prepared statement,
// `Response.json`. It leaves out what makes a library safe to use: origin rules, limits on guessing, errors.

import { createHmac, createSecretKey, randomBytes, randomUUID, timingSafeEqual } from "node:crypto";
import { get, post } from "../requests.mjs";
import { passwords } from "../shared.mjs";
import { openStore } from "./store.mjs";

const week = 7 * 24 * 60 * 60;
const attributes = "Path=/; HttpOnly; Secure; SameSite=Lax";
const text = (date) => new Date(date).toISOString();
const refusal = (status) => Response.json({ error: "refused" }, { status });

export async function open({ database, passwords: kind, secret }) {
  const store = await openStore(database);
  const { date } = store;
  const { issue, read } = tokens(secret);
  const { hash, verify } = passwords(kind);
  const claimsOf = (cookie) => (cookie?.startsWith("session=") ? read(cookie.slice("session=".length)) : null);
  const getUser = async (cookie) => {
    const claims = claimsOf(cookie);
    const row = claims && (await store.get("find", claims.sid, date(Date.now())));
    return row ? userIn(row) : null;
  };
  const newSession = (userId) => {
    const now = Date.now();
    return [randomBytes(12).toString("base64url"), userId, date(now), date(now + week * 1000)];
  };
  const withCookie = (body, sid, sub) => {
    const iat = Math.floor(Date.now() / 1000);
    const token = issue({ sub, sid, iat, exp: iat + week });
    return Response.json(body, { headers: { "set-cookie": `session=${token}; Max-Age=${week}; ${attributes}` } });
  };
  const routes = {
    async "/me"({ headers }) {
      const user = await getUser(headers.get("cookie"));
      return user ? Response.json({ user }) : refusal(401);
    },
    async "/signup"(request) {
      const { email, password } = await request.json();
      const [id, hashed] = [randomUUID(), await hash(password)];
      const session = newSession(id);
      const [sid, , now] = session;
      if (!(await store.insert([id, email, hashed, now, now], session))) return refusal(409);
      const user = userIn({ id, email, email_verified: false, created_at: now, updated_at: now, metadata: null });
      return withCookie({ user }, sid, id);
    },
    async "/signin"(request) {
      const { email, password } = await request.json();
      const row = await store.get("findByEmail", email);
      if (!(await verify(password, row?.password_hash)) || !row) return refusal(401);
      const session = newSession(row.id);
      await store.run("insertSession", ...session);
      return withCookie({ user: userIn(row) }, session[0], row.id);
    },
    async "/refresh"({ headers }) {
      const claims = claimsOf(headers.get("cookie"));
      const now = Date.now();
      const expiresAt = now + week * 1000;
      if (!claims || !(await store.get("extend", date(expiresAt), claims.sid, date(now)))) return refusal(401);
      return withCookie({ expiresAt: new Date(expiresAt).toISOString() }, claims.sid, claims.sub);
    },
    async "/sessions"({ headers }) {
      const claims = claimsOf(headers.get("cookie"));
      const now = date(Date.now());
      const rows = claims ? await store.all("list", claims.sid, now, now) : [];
      if (rows.length === 0) return refusal(401);
      const sessions = rows.map(({ id, created_at, expires_at }) => {
        return { id, current: id === claims.sid, createdAt: text(created_at), expiresAt: text(expires_at) };
      });
      return Response.json({ sessions });
    },
    async "/signout"({ headers }) {
      const claims = claimsOf(headers.get("cookie"));
      if (claims) await store.run("end", claims.sid);
      return Response.json({ success: true }, { headers: { "set-cookie": `session=; Max-Age=0; ${attributes}` } });
    },
  };
  return {
    handler: async (request) => {
      const { url } = request;
      return (routes[url.slice(url.indexOf("/", 8))] ?? (() => refusal(404)))(request);
    },
    signUp: (body) => post("/signup", body),
    signIn: (body) => post("/signin", body),
    me: (cookie) => get("/me", cookie),
    refresh: (cookie) => post("/refresh", {}, cookie),
    list: (cookie) => get("/sessions", cookie),
    signOut: (cookie) => post("/signout", {}, cookie),
    getUser,
    verifyToken: (cookie) => claimsOf(cookie) !== null,
  };
}

const userIn = (row) => ({
  id: row.id,
  email: row.email,
  emailVerified: Boolean(row.email_verified),
  createdAt: text(row.created_at),
  updatedAt: text(row.updated_at),
  metadata: typeof row.metadata === "string" ? JSON.parse(row.metadata) : row.metadata,
});

/** HS256 by node:crypto. The key is made once: given as bytes, it would be made in each call. */
function tokens(secret) {
  const prefix = `${Buffer.from('{"alg":"HS256","typ":"JWT"}').toString("base64url")}.`;
  const key = createSecretKey(Buffer.from(secret));
  const sign = (signed) => createHmac("sha256", key).update(signed).digest("base64url");
  return {
    issue(claims) {
      const signed = prefix + Buffer.from(JSON.stringify(claims)).toString("base64url");
      return `${signed}.${sign(signed)}`;
    },
    /** The claims, or `null`. */
    read(token) {
      const end = token.lastIndexOf(".");
      if (!token.startsWith(prefix) || end < prefix.length) return null;
      const given = Buffer.from(token.slice(end + 1));
      const wanted = Buffer.from(sign(token.slice(0, end)));
      if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return null;
      const claims = JSON.parse(Buffer.from(token.slice(prefix.length, end), "base64url").toString());
      return claims.exp > Date.now() / 1000 ? claims : null;
    },
  };
}
