import type { Cases } from "./cases.ts";
import { check, checkSame } from "./check.ts";
import { bearer, claimsOf, cookieToken, type Client, type Fields, whoIs } from "./client.ts";

const SEVEN_DAYS = 7 * 24 * 60 * 60;

export const sessionCases: Cases = {
  async "P19 P21 SE02 signing out by cookie ends the session for cookie and bearer"(client) {
    const person = await client.signUp();
    await signOut(client, client.cookie(person.token));
    await checkDead(client, person.token);
  },

  async "P19 P21 SE02 signing out by bearer ends the session for cookie and bearer"(client) {
    const person = await client.signUp();
    const answer = await client.send("POST", "/signout", bearer(person.token));
    checkSame([answer.status, answer.body], [200, { success: true }], "the answer");
    await checkDead(client, person.token);
  },

  async "P19 signing out ends one session; others of this and of other users go on"(client) {
    const alice = await client.alice();
    const [here, there] = [await client.signIn(alice), await client.signIn(alice)];
    await signOut(client, client.cookie(here.token));
    await checkDead(client, here.token);
    checkSame(await whoIs(client, bearer(there.token)), alice.email, "the other session");
    checkSame(await whoIs(client, bearer(alice.token)), alice.email, "the first session");
  },

  async "P20 CK07 signing out clears the cookie with the attributes that it was set with"(client) {
    const entered = await client.post("/signin", await client.alice());
    const set = entered.headers.get("set-cookie") ?? "";
    const answer = await signOut(client, client.cookie(cookieToken(client, entered)));
    const [cleared = ""] = answer.headers.getSetCookie();
    check(cleared.startsWith(`${client.cookieName}=; Max-Age=0; `), `it answers "${cleared}"`);
    checkSame(attributesOf(cleared), attributesOf(set), "the attributes");
  },

  async "SE12 signing out succeeds twice and without a session"(client) {
    const { token } = await client.signUp();
    for (const headers of [
      client.cookie(token),
      client.cookie(token),
      bearer(token),
      client.cookie("gibberish"),
      bearer("gibberish"),
      {},
    ]) {
      checkSame((await signOut(client, headers)).body, { success: true }, JSON.stringify(headers));
    }
  },

  async "SE01 every sign-in opens a new session, whatever session the request has"(client) {
    const alice = await client.signUp();
    const planted = (await client.signUp()).token;
    const seen = new Set([claimsOf(alice.token).sid, claimsOf(planted).sid]);
    for (const headers of [{}, client.cookie(alice.token), { ...client.cookie(planted), ...bearer(planted) }]) {
      const answer = await client.post("/signin", alice, headers);
      const token = cookieToken(client, answer);
      const { sid, sub } = claimsOf(token);
      check(!seen.has(sid), "a session id came twice");
      seen.add(sid);
      checkSame(sub, alice.user.id, "whose session it is");
      checkSame(await whoIs(client, client.cookie(token)), alice.email, "who is signed in");
    }
  },

  async "P23 without a valid session /me is 401"(client) {
    for (const headers of [
      {},
      client.cookie(""),
      client.cookie("gibberish"),
      bearer("gibberish"),
      { cookie: "other=1" },
    ]) {
      checkSame(await whoIs(client, headers), null, JSON.stringify(headers));
    }
  },

  async "P29 a session lasts 7 days: exp, Max-Age and the stored row agree"(client) {
    const { email, password } = await client.alice();
    const before = Math.floor(Date.now() / 1000);
    const browser = await client.post("/signin", { email, password });
    const app = await client.post("/signin", { email, password }, { "session-carrier": "bearer" });
    const after = Date.now() / 1000;

    check(/; Max-Age=604800;/.test(browser.headers.get("set-cookie") ?? ""), "Max-Age");
    for (const token of [cookieToken(client, browser), app.body.token]) {
      const { iat, exp } = claimsOf(token);
      checkSame(exp - iat, SEVEN_DAYS, "exp after iat");
      check(iat >= before && iat <= after, `it was issued at ${iat}, between ${before} and ${after}`);
    }
    checkSame(app.body.expiresAt, new Date(claimsOf(app.body.token).exp * 1000).toISOString(), "expiresAt of the row");
  },
};

async function signOut(client: Client, headers: Fields) {
  const answer = await client.send("POST", "/signout", { origin: client.origin, ...headers });
  checkSame([answer.status, answer.body], [200, { success: true }], "signing out answers");
  return answer;
}

async function checkDead(client: Client, token: string): Promise<void> {
  checkSame(await whoIs(client, client.cookie(token)), null, "the cookie of a signed-out session");
  checkSame(await whoIs(client, bearer(token)), null, "the bearer of a signed-out session");
}

function attributesOf(header: string): string[] {
  return header
    .split("; ")
    .slice(1)
    .filter((attribute) => !attribute.startsWith("Max-Age"))
    .sort();
}
