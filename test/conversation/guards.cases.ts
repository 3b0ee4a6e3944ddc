import type { Cases } from "./cases.ts";
import { check, checkSame } from "./check.ts";
import { checkRefused, freshEmail, PASSWORD, whoIs, type Answer, type Client } from "./client.ts";

/** For a server with `throttle()`, `ownAccountRoutes` and `usernameRoutes`. */
export const guardCases: Cases = {
  async "SI03 Y30 five wrong passwords lock the account, for the right one too, and the live session goes on"(client) {
    const person = await client.signUp();
    for (let time = 0; time < 5; time++)
      checkRefused(await guess(client, person.email), 401, "invalid_credentials", `guess ${time + 1}`);
    const answer = await client.post("/signin", person);
    checkRefused(answer, 429, "rate_limited", "the right password");
    const wait = Number(answer.headers.get("retry-after"));
    check(wait > 500 && wait <= 600, `Retry-After is ${wait}`);
    checkSame(await whoIs(client, client.cookie(person.token)), person.email, "SI09 the live session");
  },

  async "SI01 an unknown address is locked the same way"(client) {
    const [known, unknown] = [(await client.signUp()).email, freshEmail()];
    for (let time = 0; time < 7; time++) {
      checkSame(outward(await guess(client, unknown)), outward(await guess(client, known)), `attempt ${time + 1}`);
    }
  },

  async "SI04 of 100 parallel guesses, five are checked"(client) {
    for (const email of [(await client.signUp()).email, freshEmail()]) {
      const answers = await Promise.all(Array.from({ length: 100 }, () => guess(client, email)));
      checkSame(answers.filter(({ status }) => status === 401).length, 5, "how many were checked");
      checkSame(answers.filter(({ status }) => status === 429).length, 95, "how many were refused");
    }
  },

  async "SI07 another spelling of an address does not evade the lock"(client) {
    const { email } = await client.signUp();
    for (const spelling of [email, email.toUpperCase(), email.replace("example", "EXAMPLE"), email, email])
      await guess(client, spelling);
    checkRefused(await guess(client, email.replace("com", "COM")), 429, "rate_limited", "one more spelling");
  },

  async "Y30 a successful sign-in resets the count"(client) {
    const person = await client.signUp();
    for (let round = 0; round < 3; round++) {
      for (let time = 0; time < 4; time++)
        checkRefused(await guess(client, person.email), 401, "invalid_credentials", `round ${round}`);
      await client.signIn(person);
    }
  },

  async "SI08 F15 the e-mail address and the user name share the limit, and no answer shows that they belong together"(
    client,
  ) {
    const together = await named(client);
    const [other, apart] = [await named(client), await named(client)];
    const guessBoth = async (email: string, username: string, time: number) => {
      const password = "a wrong password";
      return time % 2
        ? client.post("/signin/username", { username, password })
        : client.post("/signin", { email, password });
    };
    for (let time = 0; time < 14; time++) {
      const answer = await guessBoth(together.email, together.username, time);
      checkSame(outward(answer), outward(await guessBoth(other.email, apart.username, time)), `guess ${time + 1}`);
      checkSame(answer.status, time < 10 ? 401 : 429, `the status of guess ${time + 1}`);
    }
    const late = await named(client);
    for (let time = 0; time < 5; time++) await guessBoth(late.email, late.username, time);
    checkRefused(
      await client.post("/signin", { email: late.email, password: PASSWORD }),
      401,
      "invalid_credentials",
      "the right password after five guesses",
    );
    checkSame(await whoIs(client, client.cookie(late.token)), late.email, "SI09 the live session");
  },

  async "F07 six guesses by an attacker do not keep the owner from deleting the account with a session"(client) {
    const { email, token } = await client.signUp();
    for (let time = 0; time < 6; time++) await guess(client, email);
    for (let time = 0; time < 4; time++) {
      checkRefused(
        await client.post("/me/delete", { currentPassword: "a wrong password" }, client.cookie(token)),
        401,
        "invalid_credentials",
        "a slip",
      );
    }
    checkSame(
      (await client.post("/me/delete", { currentPassword: PASSWORD }, client.cookie(token))).status,
      200,
      "the right one",
    );
  },

  async "F18 the session that a sign-in replaces ends, whichever user it has"(client) {
    const [alice, bob] = [await client.signUp(), await client.signUp()];
    const again = await client.post("/signin", alice, client.cookie(alice.token));
    checkSame(again.status, 200, "signing in again");
    checkSame(await whoIs(client, client.cookie(alice.token)), null, "the old session");
    const switched = await client.post("/signin", alice, client.cookie(bob.token));
    checkSame(switched.status, 200, "signing in as another user");
    checkSame(await whoIs(client, client.cookie(bob.token)), null, "the session of before");
    const third = await client.signUp();
    checkSame(
      (await client.post("/signin", { ...alice, password: "a wrong password" }, client.cookie(third.token))).status,
      401,
      "a failure",
    );
    checkSame(await whoIs(client, client.cookie(third.token)), third.email, "the session that nothing replaced");
  },

  async "Y45 both the address and the user name sign in, in any case, and each belongs to one account"(client) {
    const { email, username } = await named(client);
    for (const [path, body] of [
      ["/signin/username", { username: username.toUpperCase(), password: PASSWORD }],
      ["/signin", { email, password: PASSWORD }],
    ] as const) {
      const answer = await client.post(path, body);
      checkSame([answer.status, answer.body.user?.username, answer.body.user?.email], [200, username, email], path);
    }
    const again = { username: username.toUpperCase(), email: freshEmail(), password: PASSWORD };
    checkRefused(await client.post("/signup/username", again), 409, "username_taken", "the name again");
    checkRefused(
      await client.post("/signup/username", { ...again, username: `x${username.slice(1)}`, email }),
      409,
      "user_exists",
      "the address again",
    );
    checkRefused(
      await client.post("/signup/username", { ...again, username: "al\u0131ce" }),
      400,
      "invalid_username",
      "a case-fold twin",
    );
  },

  async "Y45 of 50 parallel sign-ups with one user name, one succeeds"(client) {
    const username = freshName();
    const attempts = Array.from({ length: 50 }, () =>
      client.post("/signup/username", { username, email: freshEmail(), password: PASSWORD }),
    );
    const answers = await Promise.all(attempts);
    checkSame(answers.filter(({ status }) => status === 200).length, 1, "how many succeeded");
    checkSame(answers.filter(({ body }) => body?.code === "username_taken").length, 49, "how many got username_taken");
  },

  async "Y39 a client replaces all metadata, and can write nothing else"(client) {
    const person = await client.signUp({ metadata: { a: 1 } });
    const metadata = { b: [1, 2.5, "ü", null, { c: true }] };
    const answer = await client.send(
      "PATCH",
      "/me",
      json(client, person.token),
      JSON.stringify({ metadata, appMetadata: { role: "root" }, emailVerified: true, username: "root" }),
    );
    checkSame([answer.status, answer.body.user.metadata], [200, metadata], "the answer");
    const { user } = (await client.get("/me", client.cookie(person.token))).body;
    checkSame({ ...user, updatedAt: null }, { ...person.user, metadata, updatedAt: null }, "who one is");
    check(user.updatedAt >= String(person.user.updatedAt), "updatedAt goes back");
    const emptied = await client.send("PATCH", "/me", json(client, person.token), JSON.stringify({ metadata: null }));
    checkSame(emptied.body.user.metadata, null, "no metadata");
  },

  async "Y40 deleting the account needs the password, ends every session and frees the address"(client) {
    const person = await client.signUp();
    const other = await client.signIn(person);
    checkRefused(
      await client.post("/me/delete", { currentPassword: "a wrong password" }, client.cookie(person.token)),
      401,
      "invalid_credentials",
      "a wrong password",
    );
    const answer = await client.post("/me/delete", { currentPassword: person.password }, client.cookie(person.token));
    checkSame([answer.status, answer.body], [200, { success: true }], "deleting");
    check(
      (answer.headers.get("set-cookie") ?? "").startsWith(`${client.cookieName}=; Max-Age=0; `),
      "the cookie is not cleared",
    );
    for (const { token } of [person, other])
      checkSame(await whoIs(client, client.cookie(token)), null, "a session of the deleted");
    checkRefused(await client.post("/signin", person), 401, "invalid_credentials", "signing in");
    const anew = await client.signUp(person as { email: string; password: string });
    check(anew.user.id !== person.user.id, "an id came twice");
  },
};

function guess(client: Client, email: string): Promise<Answer> {
  return client.post("/signin", { email, password: "a wrong password" });
}

/** What an attacker sees of an answer. The seconds to wait may differ by one. */
function outward({ status, text, headers }: Answer): unknown {
  const fields = [...headers].filter(([name]) => name !== "retry-after" && name !== "date");
  return [status, text, fields, headers.has("retry-after")];
}

function freshName(): string {
  return `u${crypto.randomUUID().replaceAll("-", "").slice(0, 20)}`;
}

async function named(client: Client): Promise<{ email: string; username: string; token: string }> {
  const [email, username] = [freshEmail(), freshName()];
  const answer = await client.post("/signup/username", { email, username, password: PASSWORD });
  checkSame([answer.status, answer.body?.user?.username], [200, username], `signing up answers ${answer.text}`);
  const token = (answer.headers.get("set-cookie") ?? "").slice(client.cookieName.length + 1).split(";")[0]!;
  return { email, username, token };
}

function json(client: Client, token: string) {
  return { "content-type": "application/json", origin: client.origin, ...client.cookie(token) };
}
