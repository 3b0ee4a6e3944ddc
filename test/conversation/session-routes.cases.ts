import type { Cases } from "./cases.ts";
import { check, checkSame } from "./check.ts";
import {
  bearer,
  checkRefused,
  claimsOf,
  cookieToken,
  whoIs,
  type Answer,
  type Client,
  type Fields,
  type Person,
} from "./client.ts";

const ASKS_FOR_TOKEN = { "session-carrier": "bearer" };
const PATHS = ["/refresh", "/sessions/end", "/sessions/end-others", "/sessions/end-all"];
const NO_ID = { id: "0123456789abcdef" };

interface Listed {
  readonly id: string;
  readonly current: boolean;
}

/** Needs `sessionRoutes` on the mount, with sessions of 7 days. */
export const sessionRouteCases: Cases = {
  async "Y31 P30 refreshing by cookie sets a new cookie for the same session, and shows no token"(client) {
    const person = await client.signUp();
    for (const headers of [{}, ASKS_FOR_TOKEN, { ...ASKS_FOR_TOKEN, ...bearer("gibberish") }]) {
      const answer = await client.post("/refresh", {}, { ...client.cookie(person.token), ...headers });
      checkSame([answer.status, Object.keys(answer.body).sort()], [200, ["expiresAt", "user"]], answer.text);
      checkSame(answer.body.user, person.user, "the user");
      const token = cookieToken(client, answer);
      check(
        /; Max-Age=60480[01]; Path=\/; HttpOnly;/.test(answer.headers.get("set-cookie") ?? ""),
        `it sets ${answer.headers.get("set-cookie")}`,
      );
      checkSame(claimsOf(token).sid, claimsOf(person.token).sid, "the session");
      checkSame(answer.body.expiresAt, new Date(claimsOf(token).exp * 1000).toISOString(), "expiresAt");
      for (const good of [token, person.token])
        checkSame(await whoIs(client, client.cookie(good)), person.email, "who is signed in");
    }
  },

  async "Y20 Y31 a bearer client reads its token from sign-in, refresh and /me, and gets no cookie"(client) {
    const { email, password } = await client.signUp();
    const signedIn = await client.post("/signin", { email, password }, ASKS_FOR_TOKEN);
    const refreshed = await client.send("POST", "/refresh", bearer(signedIn.body.token));
    const me = await client.get("/me", { ...bearer(refreshed.body.token), ...ASKS_FOR_TOKEN });
    for (const answer of [signedIn, refreshed, me]) {
      checkSame([answer.status, Object.keys(answer.body).sort()], [200, ["expiresAt", "token", "user"]], answer.text);
      checkSame(answer.headers.get("set-cookie"), null, "the cookie");
      checkSame(answer.body.expiresAt, new Date(claimsOf(answer.body.token).exp * 1000).toISOString(), "expiresAt");
      checkSame(claimsOf(answer.body.token).sid, claimsOf(signedIn.body.token).sid, "the session");
    }
    checkSame(me.body.token, refreshed.body.token, "the token of /me is the one that was sent");
    checkSame(Object.keys((await client.get("/me", bearer(me.body.token))).body), ["user"], "who does not ask gets");
  },

  async "Y31 over HTTP, 50 parallel refreshes all succeed, and there is one session"(client) {
    const person = await client.signUp();
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => client.send("POST", "/refresh", bearer(person.token))),
    );
    for (const { status, body, text } of answers) {
      checkSame(status, 200, text);
      checkSame(await whoIs(client, bearer(body.token)), person.email, "whose token it is");
    }
    checkSame((await list(client, bearer(person.token))).length, 1, "sessions");
  },

  async "Y31 SE10 50 refreshes that race with signing out leave the session dead"(client) {
    const person = await client.signUp();
    const racing = Array.from({ length: 50 }, () => client.send("POST", "/refresh", bearer(person.token)));
    await client.send("POST", "/signout", bearer(person.token));
    for (const answer of await Promise.all(racing)) {
      if (answer.status === 200)
        checkSame(await whoIs(client, bearer(answer.body.token)), null, "a token from the race");
      else checkRefused(answer, 401, "unauthenticated", "a refresh that lost");
    }
    checkRefused(
      await client.send("POST", "/refresh", bearer(person.token)),
      401,
      "unauthenticated",
      "a refresh afterwards",
    );
  },

  async "P23 TK15 refreshing, listing and ending need a session"(client) {
    const { token } = await client.alice();
    for (const headers of [{}, client.cookie("gibberish"), bearer("gibberish")]) {
      checkRefused(await client.get(`/sessions?token=${token}`, headers), 401, "unauthenticated", "listing");
      for (const door of PATHS)
        checkRefused(await client.post(door, { ...NO_ID, token }, headers), 401, "unauthenticated", door);
    }
    check((await whoIs(client, bearer(token))) !== null, "the token in the body ended something");
  },

  async "CK08 CK09 CK10 CK12 another site can neither refresh nor end a session"(client) {
    const person = await client.signUp();
    const other = await client.signIn(person);
    const cookie = client.cookie(person.token);
    const crossSite: Fields[] = [
      { origin: "https://evil.example" },
      { origin: "null" },
      { origin: client.origin, "sec-fetch-site": "cross-site" },
    ];
    for (const door of PATHS) {
      for (const headers of crossSite) {
        if (headers.origin === client.origin && client.trustedOrigin === client.origin) continue;
        checkRefused(
          await client.post(door, NO_ID, { ...cookie, ...headers }),
          403,
          "forbidden_origin",
          `${door} from ${JSON.stringify(headers)}`,
        );
      }
      checkRefused(
        await client.send("POST", door, { ...cookie, "content-type": "application/json" }, JSON.stringify(NO_ID)),
        403,
        "forbidden_origin",
        `${door} from nowhere`,
      );
      checkRefused(
        await client.post(door, NO_ID, { ...cookie, "content-type": "text/plain" }),
        415,
        "unsupported_media_type",
        door,
      );
      checkRefused(await client.get(door, cookie), 405, "method_not_allowed", door);
    }
    for (const { token } of [person, other]) checkSame(await whoIs(client, bearer(token)), person.email, "the session");
  },

  async "Y33 the user's sessions are listed newest first, with the current one marked"(client) {
    const person = await client.signUp();
    const second = await client.signIn(person);
    for (const { token } of [person, second]) {
      const listed = await list(client, client.cookie(token));
      checkSame(listed.map(({ id }) => id).sort(), [sidOf(person), sidOf(second)].sort(), "whose they are");
      for (const one of listed) {
        checkSame(
          Object.keys(one).sort(),
          ["address", "agent", "createdAt", "current", "expiresAt", "id", "lastUsedAt"],
          "what is shown",
        );
        checkSame(one.current, one.id === claimsOf(token).sid, "current");
      }
    }
  },

  async "Y33 one session of the user can be ended"(client) {
    const person = await client.signUp();
    const [second, third] = [await client.signIn(person), await client.signIn(person)];
    const answer = await client.post("/sessions/end", { id: sidOf(second) }, client.cookie(person.token));
    checkSame(
      [answer.status, answer.body, answer.headers.get("set-cookie")],
      [200, { success: true }, null],
      "the answer",
    );
    await checkAlive(client, [person, third], [second]);
    checkSame((await list(client, bearer(third.token))).length, 2, "sessions left");
  },

  async "SE07 another user's session cannot be ended, and gets the same answer as an unknown one"(client) {
    const [person, stranger] = [await client.signUp(), await client.signUp()];
    const answers: Answer[] = [];
    for (const id of [sidOf(stranger), NO_ID.id, "", "\0", "' or '1'='1", "x".repeat(5000)]) {
      answers.push(await client.post("/sessions/end", { id }, client.cookie(person.token)));
    }
    for (const answer of answers) {
      checkRefused(answer, 404, "not_found", "ending it");
      checkSame(answer.text, answers[0]!.text, "the refusal");
    }
    for (const body of [{}, { id: 7 }, { id: null }, { id: [sidOf(stranger)] }, []]) {
      checkRefused(
        await client.post("/sessions/end", body, client.cookie(person.token)),
        400,
        "invalid_request",
        JSON.stringify(body),
      );
    }
    await checkAlive(client, [person, stranger], []);
  },

  async "Y32 /sessions/end-others ends only the other sessions"(client) {
    const [person, stranger] = [await client.signUp(), await client.signUp()];
    const others = [await client.signIn(person), await client.signIn(person)];
    const answer = await client.post("/sessions/end-others", {}, client.cookie(person.token));
    checkSame([answer.status, answer.body, answer.headers.get("set-cookie")], [200, { ended: 2 }, null], "the answer");
    await checkAlive(client, [person, stranger], others);
    checkSame(
      (await client.post("/sessions/end-others", {}, client.cookie(person.token))).body,
      { ended: 0 },
      "once more",
    );
  },

  async "Y32 SE10 /sessions/end-all ends all sessions, and no refresh brings one back"(client) {
    const [person, stranger] = [await client.signUp(), await client.signUp()];
    const others = [await client.signIn(person), await client.signIn(person)];
    const racing = others.map(({ token }) => client.send("POST", "/refresh", bearer(token)));
    const answer = await client.post("/sessions/end-all", {}, client.cookie(person.token));
    checkSame([answer.status, answer.body], [200, { success: true }], "the answer");
    check(
      (answer.headers.get("set-cookie") ?? "").startsWith(`${client.cookieName}=; Max-Age=0; `),
      "the cookie is not cleared",
    );
    for (const { status, body } of await Promise.all(racing)) {
      if (status === 200) checkSame(await whoIs(client, bearer(body.token)), null, "a token from the race");
    }
    for (const { token } of others)
      checkRefused(await client.send("POST", "/refresh", bearer(token)), 401, "unauthenticated", "a refresh");
    await checkAlive(client, [stranger, await client.signIn(person)], [person, ...others]);
  },
};

async function list(client: Client, headers: Fields): Promise<readonly Listed[]> {
  const { status, body, text } = await client.get("/sessions", headers);
  checkSame([status, Object.keys(body)], [200, ["sessions"]], text);
  return body.sessions;
}

async function checkAlive(client: Client, alive: readonly Person[], dead: readonly Person[]): Promise<void> {
  for (const { token, email } of alive) checkSame(await whoIs(client, bearer(token)), email, "a session that goes on");
  for (const { token } of dead) checkSame(await whoIs(client, client.cookie(token)), null, "a session that is over");
}

function sidOf({ token }: Person): string {
  return claimsOf(token).sid;
}
