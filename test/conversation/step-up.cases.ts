import type { Cases } from "./cases.ts";
import { check, checkSame } from "./check.ts";
import { bearer, checkRefused, PASSWORD, whoIs } from "./client.ts";

/** For a server with `stepUpRoutes`, `apiKeyRoutes` and `ownAccountRoutes`. */
export const stepUpCases: Cases = {
  async "SF08 POST /prove takes the password of the session's user, opens no session and sets no cookie"(client) {
    const person = await client.signUp();
    for (const headers of [client.cookie(person.token), { ...bearer(person.token), "session-carrier": "bearer" }]) {
      const answer = await client.post("/prove", { password: PASSWORD }, headers);
      checkSame([answer.status, answer.headers.get("set-cookie")], [200, null], "the answer");
      checkSame(Object.keys(answer.body).sort(), ["methods", "provedAt"], "what it says");
      checkSame(answer.body.methods, ["password"], "the methods");
      check(Math.abs(Date.parse(answer.body.provedAt) - Date.now()) < 60_000, `it is ${answer.body.provedAt}`);
      checkSame(await whoIs(client, headers), person.email, "the session");
    }
  },

  async "SF08 POST /prove refuses a wrong password, none, a missing session and another site"(client) {
    const person = await client.signUp();
    const cookie = client.cookie(person.token);
    const password = { password: PASSWORD };
    const wrong = await client.post("/prove", { password: "the wrong password" }, cookie);
    checkRefused(wrong, 401, "invalid_credentials", "a wrong one");
    checkRefused(await client.post("/prove", {}, cookie), 400, "invalid_request", "none");
    checkRefused(await client.post("/prove", { password: "" }, cookie), 401, "invalid_credentials", "an empty one");
    checkRefused(await client.post("/prove", password), 401, "unauthenticated", "no session");
    const foreign = { ...cookie, origin: "https://evil.example", "sec-fetch-site": "cross-site" };
    checkRefused(await client.post("/prove", password, foreign), 403, "forbidden_origin", "another site");
  },

  async "SF08 what asks for a recent proof takes a session that was just opened"(client) {
    const person = await client.signUp();
    const cookie = client.cookie(person.token);
    checkSame((await client.post("/api-keys", { name: "CI" }, cookie)).status, 200, "an API key");
    checkRefused(
      await client.post("/api-keys", { name: "CI", currentPassword: "the wrong password" }, cookie),
      401,
      "invalid_credentials",
      "a wrong password, although none was needed",
    );
    checkSame((await client.post("/me/delete", {}, cookie)).body, { success: true }, "the end of the account");
    checkSame(await whoIs(client, cookie), null, "the session");
  },
};
