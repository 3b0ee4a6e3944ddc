/**
 * Auth.js with sessions in the database. Its credentials provider makes nothing but JSON Web Tokens, so signing up and in are written by
 * hand: the password checked, a session made through the adapter, Auth.js' own cookie set. All else is Auth.js' own routes.
 */

import { Auth } from "@auth/core";
import { KyselyAdapter } from "@auth/kysely-adapter";
import { passwords } from "../passwords.mjs";
import { cookieOf, get, post } from "../requests.mjs";
import { connect } from "./database.mjs";

export const name = "Auth.js, database sessions";
export const note = "sign-up and sign-in are written by hand: with passwords it keeps no sessions in the database";

const thirtyDays = 30 * 24 * 60 * 60 * 1000;

export async function open(world) {
  const db = await connect(world.database);
  const adapter = KyselyAdapter(db);
  const config = {
    adapter,
    secret: world.secret,
    basePath: "/auth",
    providers: [],
    // Taken for granted outside production.
    trustHost: true,
    logger: { error() {}, warn() {}, debug() {} },
  };
  const byHand = accounts(adapter, passwords(world.passwords));
  const csrf = await csrfPair(config);
  return {
    handler: async (request) => {
      const route = request.method === "POST" ? byHand[new URL(request.url).pathname] : undefined;
      return route ? route(request) : Auth(request, config);
    },
    requests: {
      signUp: ({ email, password }) => post("/signup", { body: { email, password } }),
      signIn: ({ email, password }) => post("/login", { body: { email, password } }),
      me: (cookie) => get("/auth/session", cookie),
      // No route of its own: /auth/session prolongs a session once it's a day old.
      refresh: null,
      // Adapters cannot list sessions.
      list: null,
      signOut: (cookie) => post("/auth/signout", { cookie, body: { csrfToken: csrf.token } }),
    },
    // A browser has these two from the page that it signs in on. Without them every answer would set them anew.
    cookieOf: (response) => [cookieOf(response), csrf.cookie].filter(Boolean).join("; "),
    // What its integrations do on a server: the same route, called without a network.
    async getUser(cookie) {
      const response = await Auth(get("/auth/session", cookie), config);
      return (await response.json())?.user ?? null;
    },
    close: () => db.destroy(),
  };
}

function accounts(adapter, { hash, verify }) {
  const signedIn = async (userId) => {
    const session = { sessionToken: crypto.randomUUID(), userId, expires: new Date(Date.now() + thirtyDays) };
    await adapter.createSession(session);
    const cookie = `authjs.session-token=${session.sessionToken}; Path=/; Expires=${session.expires.toUTCString()}; HttpOnly; SameSite=Lax`;
    return Response.json({ id: userId }, { headers: { "set-cookie": cookie } });
  };
  return {
    async "/signup"(request) {
      const credentials = await credentialsIn(request);
      if (!credentials) return refusal(400);
      const { email, password } = credentials;
      if (await adapter.getUserByEmail(email)) return refusal(409);
      const user = await adapter.createUser({ email, emailVerified: null, password: await hash(password) });
      return signedIn(user.id);
    },
    async "/login"(request) {
      const credentials = await credentialsIn(request);
      if (!credentials) return refusal(400);
      const user = await adapter.getUserByEmail(credentials.email);
      if (!(await verify(credentials.password, user?.password)) || !user) return refusal(401);
      return signedIn(user.id);
    },
  };
}

/** From this site only: Auth.js' CSRF token guards its own routes alone. */
async function credentialsIn(request) {
  if (request.headers.get("origin") !== new URL(request.url).origin) return null;
  const { email, password } = await request.json();
  if (typeof email !== "string" || typeof password !== "string" || !/.+@.+/.test(email) || password.length < 8)
    return null;
  return { email: email.toLowerCase(), password };
}

const refusal = (status) => new Response(null, { status });

/** The token that signing out asks for, and the cookies that go with it. */
async function csrfPair(config) {
  const response = await Auth(get("/auth/csrf"), config);
  const { csrfToken } = await response.json();
  return { cookie: cookieOf(response), token: csrfToken };
}
