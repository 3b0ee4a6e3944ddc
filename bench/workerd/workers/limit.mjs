/** The same by hand: WebCrypto's HMAC, which workerd computes on the spot, one prepared statement, Response.json. */

import { answered, cookieOf, credentials, get, post, repeating } from "./repeat.mjs";

const tables = [
  `create table limit_users (id text not null primary key, email text not null unique, email_verified integer not null, password_hash text not null,
    metadata text, created_at integer not null, updated_at integer not null)`,
  `create table limit_sessions (id text not null primary key, user_id text not null references limit_users (id), created_at integer not null,
    expires_at integer not null)`,
];
const FIND = `select id, email, email_verified, metadata, created_at, updated_at from limit_users
  where id = (select user_id from limit_sessions where id = ? and expires_at > ?)`;
const FIND_BY_EMAIL =
  "select id, email, email_verified, password_hash, metadata, created_at, updated_at from limit_users where email = ?";
const INSERT_USER = "insert into limit_users values (?, ?, 0, ?, null, ?, ?)";
const INSERT_SESSION = "insert into limit_sessions values (?, ?, ?, ?)";

const week = 7 * 24 * 60 * 60 * 1000;
const hmac = { name: "HMAC", hash: "SHA-256" };
const utf8 = new TextEncoder();
const header = encode('{"alg":"HS256","typ":"JWT"}');

export default repeating(async ({ DB, AUTH_SECRET }) => {
  const key = await crypto.subtle.importKey("raw", utf8.encode(AUTH_SECRET), hmac, false, ["sign", "verify"]);
  await DB.batch(tables.map((sql) => DB.prepare(sql)));

  /** @param {string} userId */
  async function open(userId) {
    const [now, id] = [Date.now(), crypto.randomUUID()];
    await DB.prepare(INSERT_SESSION)
      .bind(id, userId, now, now + week)
      .run();
    const text = `${header}.${encode(JSON.stringify({ sub: userId, sid: id, exp: (now + week) / 1000 }))}`;
    const signature = new Uint8Array(await crypto.subtle.sign("HMAC", key, utf8.encode(text)));
    return `session=${text}.${encode(String.fromCharCode(...signature))}; Path=/; HttpOnly; Secure; SameSite=Lax`;
  }
  /** @param {string} token */
  async function read(token) {
    const end = token.lastIndexOf(".");
    const signature = Uint8Array.from(decode(token.slice(end + 1)), (character) => character.charCodeAt(0));
    if (!(await crypto.subtle.verify("HMAC", key, signature, utf8.encode(token.slice(0, end))))) return null;
    const claims = JSON.parse(decode(token.slice(header.length + 1, end)));
    return claims.exp > Date.now() / 1000 ? claims : null;
  }
  /** @param {Request} request */
  async function me({ headers }) {
    const claims = await read((headers.get("cookie") ?? "").slice("session=".length));
    const row = claims && (await DB.prepare(FIND).bind(claims.sid, Date.now()).first());
    return row ? Response.json({ user: user(row) }) : new Response(null, { status: 401 });
  }
  /** @param {Request} request */
  async function signIn(request) {
    const { email, password } = /** @type {typeof credentials} */ (await request.json());
    const row = await DB.prepare(FIND_BY_EMAIL).bind(email).first();
    if (row?.password_hash !== password) return new Response(null, { status: 401 });
    return Response.json({ user: user(row) }, { headers: { "set-cookie": await open(row.id) } });
  }

  const { email, password } = credentials;
  await DB.prepare(INSERT_USER).bind(crypto.randomUUID(), email, password, Date.now(), Date.now()).run();
  const cookie = cookieOf(await signIn(post("/signin", credentials)));
  const token = cookie.slice("session=".length);
  const select = () => DB.prepare(FIND_BY_EMAIL).bind(email);
  return {
    async verifyToken() {
      if (!(await read(token))) throw new Error("the token is refused");
    },
    me: answered(me, () => get("/me", cookie)),
    signIn: answered(signIn, () => post("/signin", credentials)),
    oneSelect: () => select().all(),
    twoInOneBatch: () => DB.batch([select(), select()]),
    twoInTurn: async () => [await select().all(), await select().all()],
  };
});

/** @param {Record<string, any>} row */
function user(row) {
  return {
    id: row.id,
    email: row.email,
    emailVerified: row.email_verified === 1,
    createdAt: new Date(row.created_at).toISOString(),
    updatedAt: new Date(row.updated_at).toISOString(),
    metadata: row.metadata === null ? null : JSON.parse(row.metadata),
  };
}

/** @param {string} binary */
function encode(binary) {
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** @param {string} text */
function decode(text) {
  return atob(text.replaceAll("-", "+").replaceAll("_", "/"));
}
