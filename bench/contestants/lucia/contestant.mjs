/** Lucia 3 keeps sessions only. Its guide writes the routes and the password checks into the app, and so does this file. */

import { generateIdFromEntropySize, Lucia, verifyRequestOrigin } from "lucia";
import { passwords } from "../passwords.mjs";
import { cookieOf, get, post } from "../requests.mjs";
import { connect } from "./database.mjs";

export const name = "Lucia 3";
export const note = "sessions only: the routes and the password checks are written by hand, as its guide says";

export async function open(world) {
  const database = await connect(world.database);
  // Without it users have nothing but an id. The session id is no signed token: what makes a cookie valid is the row alone.
  const lucia = new Lucia(database.adapter, { getUserAttributes: ({ email }) => ({ email }) });
  const routes = { ...accounts(lucia, database, passwords(world.passwords)), ...sessions(lucia) };
  return {
    handler: async (request) => {
      const { pathname, host } = new URL(request.url);
      if (request.method !== "GET" && !verifyRequestOrigin(request.headers.get("origin") ?? "", [host]))
        return refusal(403);
      const route = routes[`${request.method} ${pathname}`];
      return route ? route(request) : refusal(404);
    },
    requests: {
      signUp: ({ email, password }) => post("/signup", { body: { email, password } }),
      signIn: ({ email, password }) => post("/login", { body: { email, password } }),
      me: (cookie) => get("/me", cookie),
      // validateSession prolongs a session when half its time is over. There is no other way.
      refresh: null,
      list: (cookie) => get("/sessions", cookie),
      signOut: (cookie) => post("/logout", { cookie }),
    },
    cookieOf,
    getUser: async (cookie) => (await validate(lucia, cookie)).user,
    close: database.close,
  };
}

function accounts(lucia, { addUser, findUser }, { hash, verify }) {
  const signedIn = async (userId) => {
    const session = await lucia.createSession(userId, {});
    return Response.json({ userId }, { headers: { "set-cookie": lucia.createSessionCookie(session.id).serialize() } });
  };
  return {
    async "POST /signup"(request) {
      const { email, password } = await request.json();
      if (!isEmail(email) || !isPassword(password)) return refusal(400);
      const id = generateIdFromEntropySize(10);
      if (!(await addUser(id, email.toLowerCase(), await hash(password)))) return refusal(400);
      return signedIn(id);
    },
    async "POST /login"(request) {
      const { email, password } = await request.json();
      if (!isEmail(email) || !isPassword(password)) return refusal(400);
      const user = await findUser(email.toLowerCase());
      if (!(await verify(password, user?.password_hash)) || !user) return refusal(400);
      return signedIn(user.id);
    },
  };
}

function sessions(lucia) {
  const blank = lucia.createBlankSessionCookie().serialize();
  /** Answers with what `answer` makes of a valid session, and keeps the cookie in step with it. */
  const authenticated = (answer) => async (request) => {
    const { session, user } = await validate(lucia, request.headers.get("cookie"));
    if (!session) return Response.json({ user: null }, { status: 401, headers: { "set-cookie": blank } });
    const response = Response.json(await answer(user, session));
    if (session.fresh) response.headers.append("set-cookie", lucia.createSessionCookie(session.id).serialize());
    return response;
  };
  return {
    "GET /me": authenticated(async (user) => ({ user })),
    "GET /sessions": authenticated(async (user) => ({ sessions: await lucia.getUserSessions(user.id) })),
    async "POST /logout"(request) {
      const { session } = await validate(lucia, request.headers.get("cookie"));
      if (!session) return refusal(401);
      await lucia.invalidateSession(session.id);
      return new Response(null, { status: 204, headers: { "set-cookie": blank } });
    },
  };
}

async function validate(lucia, cookie) {
  const id = lucia.readSessionCookie(cookie ?? "");
  return id ? lucia.validateSession(id) : { session: null, user: null };
}

const isEmail = (value) => typeof value === "string" && /.+@.+/.test(value);
const isPassword = (value) => typeof value === "string" && value.length >= 8 && value.length <= 255;
const refusal = (status) => new Response(null, { status });
