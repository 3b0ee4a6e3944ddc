import type { Cases } from "./cases.ts";
import { check, checkSame } from "./check.ts";
import { bearer, freshEmail, PASSWORD, whoIs } from "./client.ts";

const ASKS_FOR_TOKEN = { "session-carrier": "bearer" };

export const carrierCases: Cases = {
  async "P24 a bearer token works with the schemes Bearer and JWT, in any case"(client) {
    const { token, email } = await client.alice();
    for (const scheme of ["Bearer", "bearer", "BEARER", "JWT", "jwt", "Bearer  "]) {
      checkSame(await whoIs(client, { authorization: `${scheme} ${token}` }), email, scheme);
    }
  },

  async "P24 a bad cookie never hides a good bearer, nor a bad bearer a good cookie"(client) {
    const { token, email } = await client.alice();
    const ended = (await client.signUp()).token;
    await client.send("POST", "/signout", bearer(ended));
    for (const bad of ["", "gibberish", "a.b.c", ended, `${token}A`, "\u00ff"]) {
      checkSame(await whoIs(client, { ...client.cookie(bad), ...bearer(token) }), email, `the cookie ${bad}`);
      checkSame(await whoIs(client, { ...client.cookie(token), ...bearer(bad) }), email, `the bearer ${bad}`);
    }
  },

  async "P24 a client that asks for a token gets it with its expiry in the body, and no cookie"(client) {
    const email = freshEmail();
    for (const path of ["/signup", "/signin"]) {
      const headers = { "content-type": "application/json", ...ASKS_FOR_TOKEN };
      const answer = await client.send("POST", path, headers, JSON.stringify({ email, password: PASSWORD }));
      checkSame(answer.status, 200, answer.text);
      checkSame(Object.keys(answer.body).sort(), ["expiresAt", "token", "user"], "what the answer has");
      checkSame(answer.headers.get("set-cookie"), null, "the cookie");
      checkSame(await whoIs(client, bearer(answer.body.token)), email, "whose token it is");
    }
  },

  async "P24 a client that does not ask gets no token in the body"(client) {
    const alice = await client.alice();
    for (const value of ["", "cookie", "bearer, cookie"]) {
      const answer = await client.post("/signin", alice, { "session-carrier": value });
      checkSame([answer.status, Object.keys(answer.body)], [200, ["user"]], `Session-Carrier: ${value}`);
      check(answer.headers.get("set-cookie") !== null, "there is no cookie");
    }
  },

  async "P24 P30 a script cannot turn the HttpOnly cookie of its requests into a readable token"(client) {
    const alice = await client.alice();
    const asking = [
      ASKS_FOR_TOKEN,
      { ...ASKS_FOR_TOKEN, ...bearer("gibberish"), "sec-fetch-site": "same-origin", accept: "application/jwt" },
    ];
    for (const headers of asking) {
      // The sign-in below ends the session.
      const { token } = await client.signIn(alice);
      const page = { origin: client.origin, "content-type": "application/json", ...headers, ...client.cookie(token) };
      const answers = [
        await client.get("/me", page),
        await client.send("OPTIONS", "/me", page),
        await client.send("HEAD", "/me", page),
        // Even with the password, a script gets no token while the request has a cookie.
        await client.post("/signin", alice, page),
        await client.post("/signin", {}, page),
        await client.post("/signup", { email: freshEmail(), password: PASSWORD }, page),
      ];
      for (const { text, body, headers: answered } of answers) {
        check(!text.includes(token), `the cookie's token is in ${text}`);
        check(body?.token === undefined && !/\bey[\w-]+\.[\w-]+\.[\w-]+/.test(text), `some token is in ${text}`);
        for (const [name, value] of answered)
          check(name === "set-cookie" || !value.includes(token), `the cookie's token is in ${name}`);
      }
    }
    const { token } = await client.signIn(alice);
    const ended = await client.post("/signout", {}, { ...ASKS_FOR_TOKEN, ...client.cookie(token) });
    checkSame(ended.body, { success: true }, "signing out answers");
  },
};
