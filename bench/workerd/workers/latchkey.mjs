// @ts-nocheck: what it imports is installed in bench/contestants
import { d1Storage } from "@latchkey/adapter-d1";
import { createAuth } from "@latchkey/core";
import { createHandler } from "@latchkey/http";
import { answered, cookieOf, credentials, get, post, repeating } from "./repeat.mjs";

/** Takes the hash out of what is measured. */
const noHash = {
  id: "none",
  hash: async (password) => `$none$${password}`,
  verify: async (password, stored) => stored === `$none$${password}`,
  needsRehash: () => false,
};

export default repeating(async ({ DB, AUTH_SECRET }) => {
  const auth = createAuth({ storage: d1Storage(DB), secret: AUTH_SECRET, passwords: noHash });
  const handler = createHandler(auth);
  const cookie = cookieOf(await handler(post("/auth/signup", credentials)));
  const token = cookie.slice(cookie.indexOf("=") + 1);
  return {
    async verifyToken() {
      if (!(await auth.verifyToken(token))) throw new Error("the token is refused");
    },
    me: answered(handler, () => get("/auth/me", cookie)),
    signIn: answered(handler, () => post("/auth/signin", credentials)),
  };
});
