// @ts-nocheck: what it imports is installed in bench/contestants
// Lucia keeps sessions only: routes, users and passwords are the application's, as short as they can be here.
import { pbkdf2Sync, randomBytes, timingSafeEqual } from "node:crypto";
import { BetterSqlite3Adapter } from "@lucia-auth/adapter-sqlite";
import Database from "better-sqlite3";
import { generateIdFromEntropySize, Lucia, verifyRequestOrigin } from "lucia";

const database = new Database("auth.db");
const lucia = new Lucia(new BetterSqlite3Adapter(database, { user: "user", session: "session" }), {
  getUserAttributes: ({ email }) => ({ email }),
});
const derive = (password, salt) => pbkdf2Sync(password, salt, 100_000, 64, "sha512");

async function open(userId) {
  const session = await lucia.createSession(userId, {});
  return Response.json({ userId }, { headers: { "set-cookie": lucia.createSessionCookie(session.id).serialize() } });
}

const routes = {
  async "POST /signup"(request) {
    const { email, password } = await request.json();
    const id = generateIdFromEntropySize(10);
    const salt = randomBytes(16);
    database
      .prepare("insert into user (id, email, salt, hash) values (?, ?, ?, ?)")
      .run(id, email, salt, derive(password, salt));
    return open(id);
  },
  async "POST /signin"(request) {
    const { email, password } = await request.json();
    const user = database.prepare("select id, salt, hash from user where email = ?").get(email);
    if (!user || !timingSafeEqual(user.hash, derive(password, user.salt))) return new Response(null, { status: 401 });
    return open(user.id);
  },
  async "POST /signout"(request) {
    await lucia.invalidateSession(lucia.readSessionCookie(request.headers.get("cookie") ?? "") ?? "");
    return new Response(null, { headers: { "set-cookie": lucia.createBlankSessionCookie().serialize() } });
  },
  async "GET /me"(request) {
    const { user } = await lucia.validateSession(lucia.readSessionCookie(request.headers.get("cookie") ?? "") ?? "");
    return Response.json({ user }, { status: user ? 200 : 401 });
  },
};

export default {
  async fetch(request) {
    const { host, pathname } = new URL(request.url);
    const isOwn = request.method === "GET" || verifyRequestOrigin(request.headers.get("origin") ?? "", [host]);
    const route = isOwn ? routes[`${request.method} ${pathname}`] : undefined;
    return route?.(request) ?? new Response(null, { status: isOwn ? 404 : 403 });
  },
};
