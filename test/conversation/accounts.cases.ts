import type { Cases } from "./cases.ts";
import { check, checkSame } from "./check.ts";
import { checkRefused, cookieToken, freshEmail, PASSWORD, whoIs } from "./client.ts";

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;
const ISO_MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

export const accountCases: Cases = {
  async "P08 P09 P11 P15 sign-up creates an unverified user, and shows six fields and no hash"(client) {
    const email = freshEmail();
    const answer = await client.post("/signup", { email, password: PASSWORD });
    checkSame(answer.status, 200, answer.text);
    const { id, createdAt, updatedAt, ...rest } = answer.body.user;
    checkSame(rest, { email, emailVerified: false, metadata: null }, "the user");
    checkSame(Object.keys(answer.body), ["user"], "what else the answer has");
    check(UUID.test(id), `the id is ${id}`);
    check(ISO_MOMENT.test(createdAt) && ISO_MOMENT.test(updatedAt), `the moments are ${createdAt} and ${updatedAt}`);
    check(!/pbkdf2|\$|hash|password/i.test(answer.text), "the answer says something of the password");
  },

  async "P10 P22 sign-up sets the cookie, and /me returns the same user for it"(client) {
    const email = freshEmail();
    const answer = await client.post("/signup", { email, password: PASSWORD });
    const me = await client.get("/me", client.cookie(cookieToken(client, answer)));
    checkSame(me.status, 200, me.text);
    checkSame(me.body, answer.body, "the user at /me");
  },

  async "P11 P12 metadata comes back unchanged from sign-up, sign-in and /me; without any it is null"(client) {
    const metadata = {
      name: "Zoë 🦊",
      nested: { list: [1, "2", null, { deep: false }], empty: {} },
      price: 0.1,
      "a.b": "$1 'x' \"y\" \\ %",
    };
    const person = await client.signUp({ metadata });
    checkSame(person.user.metadata, metadata, "metadata at sign-up");
    checkSame((await client.signIn(person)).user.metadata, metadata, "metadata at sign-in");
    checkSame((await client.get("/me", client.cookie(person.token))).body.user.metadata, metadata, "metadata at /me");
    checkSame((await client.signUp({ metadata: null })).user.metadata, null, "metadata that is null");
  },

  async "P13 an invalid e-mail address is refused on the server, with the field named"(client) {
    for (const email of [
      "",
      "alice",
      "alice@",
      "@example.com",
      "alice@example",
      "alice@@example.com",
      "alice@.com",
      "a..b@example.com",
    ]) {
      const answer = await client.post("/signup", { email, password: PASSWORD });
      checkRefused(answer, 400, "invalid_email", `signing up ${JSON.stringify(email)}`);
      checkSame(answer.body.field, "email", "the field");
    }
  },

  async "P14 a password of fewer than 8 characters is refused with a sentence"(client) {
    const answer = await client.post("/signup", { email: freshEmail(), password: "1234567" });
    checkRefused(answer, 400, "password_too_short", "seven characters");
    checkSame(
      [answer.body.error, answer.body.field],
      ["Password must be at least 8 characters", "password"],
      "the sentence",
    );
  },

  async "P17 sign-in returns the user and sets the cookie"(client) {
    const { email, password, user } = await client.alice();
    const answer = await client.post("/signin", { email, password });
    checkSame([answer.status, answer.body], [200, { user }], "the answer");
    checkSame(await whoIs(client, client.cookie(cookieToken(client, answer))), email, "who is signed in");
  },

  async "P18 SI01 a wrong password and an unknown e-mail get the same answer"(client) {
    const { email } = await client.alice();
    const wrong = await client.post("/signin", { email, password: `${PASSWORD}!` });
    const unknown = await client.post("/signin", { email: freshEmail(), password: `${PASSWORD}!` });
    checkRefused(wrong, 401, "invalid_credentials", "a wrong password");
    checkSame(wrong.body.error, "Invalid credentials", "the sentence");
    checkSame([unknown.status, unknown.text], [wrong.status, wrong.text], "status and body");
    checkSame(headersOf(unknown.headers), headersOf(wrong.headers), "headers");
    const short = await client.post("/signin", { email, password: "x" });
    checkSame([short.status, short.text], [wrong.status, wrong.text], "a password that no policy would have let in");
  },

  async "P36 a taken e-mail is a conflict, and nothing of its owner changes"(client) {
    const alice = await client.alice();
    const answer = await client.post("/signup", {
      email: alice.email,
      password: "another password",
      metadata: { taken: "over" },
    });
    checkRefused(answer, 409, "user_exists", "signing up again");
    checkSame(answer.body.error, "User already exists", "the sentence");
    checkSame((await client.get("/me", client.cookie(alice.token))).body.user, alice.user, "the owner");
    checkRefused(
      await client.post("/signin", { email: alice.email, password: "another password" }),
      401,
      "invalid_credentials",
      "the other password",
    );
  },

  async "ID13 of 20 parallel sign-ups with one address, one succeeds and its account exists"(client) {
    const email = freshEmail();
    const bodies = Array.from({ length: 20 }, (_, index) => ({
      email,
      password: `${PASSWORD} ${index}`,
      metadata: { index },
    }));
    const answers = await Promise.all(bodies.map((body) => client.post("/signup", body)));
    const winners = answers.filter(({ status }) => status === 200);
    checkSame(winners.length, 1, `the statuses are ${answers.map(({ status }) => status).join(" ")}`);
    for (const answer of answers) if (answer !== winners[0]) checkRefused(answer, 409, "user_exists", "a rival");
    const { index } = winners[0]!.body.user.metadata;
    const again = await client.post("/signin", bodies[index]!);
    checkSame(again.body?.user, winners[0]!.body.user, "who signs in with the winner's password");
    checkRefused(
      await client.post("/signin", bodies[(index + 1) % 20]!),
      401,
      "invalid_credentials",
      "a rival's password",
    );
  },
};

/** What a client can compare of an answer, without the date. */
function headersOf(headers: Headers): Record<string, string> {
  return Object.fromEntries([...headers].filter(([name]) => name !== "date" && name !== "x-request-id"));
}
