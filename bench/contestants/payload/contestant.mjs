/**
 * Payload's verification path without Next: `payload.auth`, its documented way to check a request on a server, behind the thinnest of
 * handlers. All else goes through its own REST routes, which take Web requests. The cookie is a signed token that names a session, and
 * that session's row must still be among its user's.
 */

import { handleEndpoints } from "payload";
import { cookieOf, get, post } from "../requests.mjs";
import { start } from "./config.mjs";

export const name = "Payload";
export const note = "without Next; a sign-up opens no session, and on SQLite its driver is libSQL";

/** Its hash cannot be chosen, so `passwords` changes nothing: PBKDF2-HMAC-SHA256 with 600 000 iterations, by node:crypto. */
export const ownPasswords = true;

export async function open(world) {
  const { payload, config, key, close } = await start(world);
  const userOf = async (headers) => (await payload.auth({ headers })).user;
  return {
    handler: async (request) => {
      // Its own route for this, /api/users/me, reads the user a second time.
      if (new URL(request.url).pathname === "/me") return me(await userOf(request.headers));
      return handleEndpoints({ config, request, payloadInstanceCacheKey: key });
    },
    requests: {
      // Makes a user, but no session.
      signUp: ({ email, password }) => post("/api/users", { body: { email, password } }),
      // Sessions belong to the user and are written anew with it, all of them: the more a user has, the longer this takes.
      signIn: ({ email, password }) => post("/api/users/login", { body: { email, password } }),
      me: (cookie) => get("/me", cookie),
      refresh: (cookie) => post("/api/users/refresh-token", { cookie }),
      // No route lists sessions: they come with the user, in every answer to /me.
      list: null,
      signOut: (cookie) => post("/api/users/logout", { cookie }),
    },
    cookieOf,
    getUser: (cookie) => userOf(new Headers({ cookie })),
    close,
  };
}

const me = (user) => Response.json({ user }, { status: user ? 200 : 401 });
