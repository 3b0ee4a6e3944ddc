import type { Cases } from "./cases.ts";
import { check, checkSame } from "./check.ts";
import { checkRefused, claimsOf, freshEmail, type Client } from "./client.ts";

const KIBIBYTES_32 = 32 * 1024;

export const passwordCases: Cases = {
  async "PW01 the length of a password counts code points: 8 are enough, 7 are not, and an emoji is one"(client) {
    for (const password of ["1234567", "🦊🦊🦊🦊", "🦊".repeat(7), "é".repeat(7), ""]) {
      checkRefused(await trySignUp(client, password), 400, "password_too_short", JSON.stringify(password));
    }
    for (const password of ["12345678", "🦊".repeat(8)])
      checkSame((await trySignUp(client, password)).status, 200, password);
  },

  async "PW02 PW03 passwords of 64 and 256 characters are used whole: the last character counts"(client) {
    await client.signUp({ password: "x".repeat(64) });
    const person = await client.signUp({ password: "🦊".repeat(255) + "x" });
    await client.signIn(person);
    checkRefused(
      await signIn(client, person.email, "🦊".repeat(255) + "y"),
      401,
      "invalid_credentials",
      "another last character",
    );
  },

  async "PW02 a password of more than 256 characters, even 1 MB, is refused fast at sign-up and sign-in"(client) {
    const { email } = await client.alice();
    for (const password of [
      "x".repeat(257),
      "🦊".repeat(257),
      "x".repeat(KIBIBYTES_32),
      "é".repeat(KIBIBYTES_32 / 2),
    ]) {
      const started = performance.now();
      checkRefused(
        await trySignUp(client, password),
        400,
        "password_too_long",
        `${password.length} characters at sign-up`,
      );
      checkRefused(
        await signIn(client, email, password),
        400,
        "password_too_long",
        `${password.length} characters at sign-in`,
      );
      const took = performance.now() - started;
      check(took < 2000, `${password.length} characters took ${took} ms`);
    }
    const megabyte = "x".repeat(1024 * 1024);
    checkRefused(await trySignUp(client, megabyte), 413, "payload_too_large", "1 MB at sign-up");
    checkRefused(await signIn(client, email, megabyte), 413, "payload_too_large", "1 MB at sign-in");
  },

  async "PW05 PW06 a password is not trimmed, case-folded or cut at NUL"(client) {
    const person = await client.signUp({ password: " Pass\0word one\t" });
    await client.signIn(person);
    for (const wrong of [person.password.trim(), person.password.toLowerCase(), " Pass\0word two\t"]) {
      checkRefused(await signIn(client, person.email, wrong), 401, "invalid_credentials", JSON.stringify(wrong));
    }
  },

  async "PW07 over HTTP, composed and decomposed forms of a password are the same"(client) {
    const { email } = await client.signUp({ password: "Å\u00e9\u1e69 password" });
    const answer = await signIn(client, email, "A\u030ae\u0301s\u0323\u0307 password");
    checkSame(answer.status, 200, answer.text);
  },

  async "PW08 a password with ill-formed UTF-16 is refused, not repaired"(client) {
    const { email } = await client.alice();
    for (const password of ["\ud800 password", "password \udc00", "pass\udc00\ud800word"]) {
      checkRefused(await trySignUp(client, password), 400, "invalid_password", "at sign-up");
      checkRefused(await signIn(client, email, password), 400, "invalid_password", "at sign-in");
    }
  },

  async "PW19 no answer, header or token contains a password"(client) {
    const password = `s3cret-${crypto.randomUUID()}`;
    const person = await client.signUp({ password });
    const again = await client.post("/signin", { email: person.email, password });
    const answers = [
      again,
      await client.get("/me", client.cookie(person.token)),
      await trySignUp(client, password, person.email),
      await trySignUp(client, password.repeat(20)),
      await signIn(client, person.email, `${password}!`),
      await client.post("/signin", { email: [password], password: { password } }),
      await client.send(
        "POST",
        "/signin",
        { "content-type": "application/json", origin: client.origin },
        `{"password":"${password}"`,
      ),
    ];
    for (const { text, headers } of answers)
      check(!(text + JSON.stringify([...headers])).includes(password), `it is in ${text}`);
    check(!JSON.stringify(claimsOf(person.token)).includes(password), "it is in the token");
  },
};

function trySignUp(client: Client, password: string, email = freshEmail()) {
  return client.post("/signup", { email, password });
}

function signIn(client: Client, email: string, password: string) {
  return client.post("/signin", { email, password });
}
