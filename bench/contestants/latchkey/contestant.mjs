/** Latchkey as it is packed for publishing, with its defaults, and with the routes that refresh and list sessions. */

import { postgresStorage } from "@latchkey/adapter-postgres";
import { sqliteStorage } from "@latchkey/adapter-sqlite";
import { createAuth } from "@latchkey/core";
import { sessions } from "@latchkey/core/sessions";
import { createHandler, sessionRoutes } from "@latchkey/http";
import { get, post } from "../requests.mjs";

/** Costs nothing, to show what else signing in and up costs. */
const noHash = {
  id: "none",
  hash: async (password) => `$none$${Buffer.from(password).toString("base64url")}`,
  verify: async (password, stored) => stored === `$none$${Buffer.from(password).toString("base64url")}`,
  needsRehash: () => false,
};

export async function open({ database, passwords, secret }) {
  // On PostgreSQL it opens a pool of 10 connections itself.
  const storage = database.kind === "sqlite" ? sqliteStorage(database.path) : postgresStorage(database.url);
  const auth = createAuth({ storage, secret, ...(passwords === "none" && { passwords: noHash }) });
  const token = (cookie) => cookie.slice(cookie.indexOf("=") + 1);
  return {
    handler: createHandler(auth, { routes: sessionRoutes(sessions(auth)) }),
    signUp: (body) => post("/auth/signup", body),
    signIn: (body) => post("/auth/signin", body),
    me: (cookie) => get("/auth/me", cookie),
    refresh: (cookie) => post("/auth/refresh", {}, cookie),
    list: (cookie) => get("/auth/sessions", cookie),
    signOut: (cookie) => post("/auth/signout", {}, cookie),
    getUser: (cookie) => auth.getUser(token(cookie)),
    verifyToken: (cookie) => auth.verifyToken(token(cookie)),
  };
}
