import type { Cases } from "./cases.ts";
import { check, checkSame } from "./check.ts";
import { bearer, checkRefused, cookieToken, freshEmail, PASSWORD, whoIs, type Mails } from "./client.ts";

const NEXT = "a quite different password";
const change = { currentPassword: PASSWORD, newPassword: NEXT };

/** For a mount with `passwordChangeRoutes` and `passwordResetRoutes`. */
export function passwordRouteCases(mails: Mails): Cases {
  return {
    async "Y37 SE06 changing the password by cookie ends every other session and replaces this one"(client) {
      const person = await client.signUp();
      const elsewhere = await client.signIn(person);
      const answer = await client.post("/password/change", change, client.cookie(person.token));
      checkSame(
        [answer.status, answer.body.user.email, answer.body.token],
        [200, person.email, undefined],
        "the answer",
      );
      checkSame(await whoIs(client, client.cookie(cookieToken(client, answer))), person.email, "the new session");
      for (const { token } of [person, elsewhere])
        checkSame(await whoIs(client, bearer(token)), null, "a session from before");
      checkRefused(await client.post("/signin", person), 401, "invalid_credentials", "the old password");
      checkSame(
        (await client.post("/signin", { email: person.email, password: NEXT })).status,
        200,
        "the new password",
      );
    },

    async "Y37 Y20 a bearer client gets its new token in the body, and no cookie"(client) {
      const person = await client.signUp();
      const answer = await client.post("/password/change", change, {
        ...bearer(person.token),
        "session-carrier": "bearer",
      });
      checkSame([answer.status, answer.headers.get("set-cookie")], [200, null], "the answer");
      checkSame(await whoIs(client, bearer(answer.body.token)), person.email, "the new token");
      checkSame(await whoIs(client, bearer(person.token)), null, "the old token");
    },

    async "Y37 a wrong current password, an invalid new one or a missing session changes nothing"(client) {
      const person = await client.signUp();
      const cookie = client.cookie(person.token);
      checkRefused(
        await client.post("/password/change", { ...change, currentPassword: "the wrong password" }, cookie),
        401,
        "invalid_credentials",
        "a wrong current one",
      );
      checkRefused(
        await client.post("/password/change", { ...change, newPassword: "short" }, cookie),
        400,
        "password_too_short",
        "a short one",
      );
      checkRefused(
        await client.post("/password/change", { ...change, newPassword: person.email }, cookie),
        400,
        "password_too_common",
        "PW10 the address",
      );
      checkRefused(
        await client.post("/password/change", { newPassword: NEXT }, cookie),
        400,
        "invalid_password",
        "none",
      );
      checkRefused(await client.post("/password/change", change), 401, "unauthenticated", "no session");
      checkSame(await whoIs(client, cookie), person.email, "the session");
    },

    async "Y34 SI01 /password/forgot gives a known and an unknown address the same answer"(client) {
      const { email } = await client.signUp();
      const answers = [
        await client.post("/password/forgot", { email }),
        await client.post("/password/forgot", { email: freshEmail() }),
      ];
      for (const { status, text, headers } of answers)
        checkSame([status, text, headers.get("set-cookie")], [200, '{"success":true}', null], "the answer");
      await mails.last(email);
      checkRefused(
        await client.post("/password/forgot", { email: "alice" }),
        400,
        "invalid_email",
        "what is no address",
      );
    },

    async "Y35 SE06 /password/reset sets the password, ends every session and signs in, once"(client) {
      const person = await client.signUp();
      await client.post("/password/forgot", { email: person.email });
      const token = await mails.last(person.email);
      checkRefused(
        await client.post("/password/reset", { token, password: "short" }),
        400,
        "password_too_short",
        "the token stays good",
      );
      const answer = await client.post("/password/reset", { token, password: NEXT });
      checkSame(
        [answer.status, answer.body.user.emailVerified, answer.body.token],
        [200, true, undefined],
        "the answer",
      );
      check(!answer.text.includes(token), "the token is in the answer");
      checkSame(await whoIs(client, client.cookie(cookieToken(client, answer))), person.email, "who is signed in");
      checkSame(await whoIs(client, bearer(person.token)), null, "a session from before");
      checkRefused(
        await client.post("/password/reset", { token, password: PASSWORD }),
        400,
        "invalid_token",
        "the second time",
      );
      checkRefused(await client.post("/signin", person), 401, "invalid_credentials", "the old password");
    },

    async "F07 another reset mail does not void earlier links, and a used link voids them all"(client) {
      const person = await client.signUp();
      await client.post("/password/forgot", { email: person.email });
      const first = await mails.last(person.email);
      // Right away: the interval holds the second mail back, and the first link stays valid.
      for (let time = 0; time < 5; time++)
        checkSame((await client.post("/password/forgot", { email: person.email })).status, 200, "asking again");
      checkSame((await client.post("/password/reset", { token: first, password: NEXT })).status, 200, "the first link");
      checkRefused(
        await client.post("/password/reset", { token: first, password: PASSWORD }),
        400,
        "invalid_token",
        "once more",
      );
    },

    async "F09 a reset and a change of the password delete the API keys"(client) {
      const make = async (cookie: Record<string, string>, currentPassword: string) =>
        (await client.post("/api-keys", { name: "CI", currentPassword }, cookie)).body.key as string;
      const person = await client.signUp();
      const first = await make(client.cookie(person.token), PASSWORD);
      checkSame(await whoIs(client, bearer(first)), person.email, "the key");
      const changed = await client.post("/password/change", change, client.cookie(person.token));
      checkSame(await whoIs(client, bearer(first)), null, "the key after a change");

      const second = await make(client.cookie(cookieToken(client, changed)), NEXT);
      checkSame(await whoIs(client, bearer(second)), person.email, "the new key");
      await client.post("/password/forgot", { email: person.email });
      checkSame(
        (await client.post("/password/reset", { token: await mails.last(person.email), password: PASSWORD })).status,
        200,
        "the reset",
      );
      checkSame(await whoIs(client, bearer(second)), null, "the key after a reset");

      const again = await client.signIn(person);
      const third = await make(client.cookie(again.token), PASSWORD);
      const once = await client.post("/password/change", change, client.cookie(again.token));
      checkSame(
        [once.status, await whoIs(client, bearer(third))],
        [200, null],
        "the key of a verified account after a change",
      );
    },

    async "Y35 of 50 parallel requests with one reset token, one gets a session"(client) {
      const person = await client.signUp();
      await client.post("/password/forgot", { email: person.email });
      const token = await mails.last(person.email);
      const answers = await Promise.all(
        Array.from({ length: 50 }, () => client.post("/password/reset", { token, password: NEXT })),
      );
      const done = answers.filter(({ status }) => status === 200);
      checkSame(done.length, 1, "successes");
      for (const answer of answers) if (answer.status !== 200) checkRefused(answer, 400, "invalid_token", "another");
      checkSame(await whoIs(client, client.cookie(cookieToken(client, done[0]!))), person.email, "who is signed in");
    },

    async "TK05 TK15 a token from a mail is no session token, and a session token resets no password"(client) {
      const person = await client.signUp();
      await client.post("/password/forgot", { email: person.email });
      const token = await mails.last(person.email);
      checkSame(await whoIs(client, bearer(token)), null, "as a bearer");
      checkSame(await whoIs(client, client.cookie(token)), null, "as a cookie");
      checkRefused(
        await client.post("/password/reset", { token: person.token, password: NEXT }),
        400,
        "invalid_token",
        "a session token",
      );
      checkRefused(
        await client.post(`/password/reset?token=${token}`, { password: NEXT }),
        400,
        "invalid_request",
        "a token in the URL",
      );
    },

    async "CK11 CK12 neither a GET nor a cross-site page changes a password"(client) {
      const person = await client.signUp();
      await client.post("/password/forgot", { email: person.email });
      const token = await mails.last(person.email);
      for (const path of ["/password/change", "/password/forgot", "/password/reset"]) {
        const answer = await client.get(`${path}?token=${token}`, client.cookie(person.token));
        checkSame([answer.status, answer.headers.get("allow")], [405, "POST, OPTIONS"], `GET ${path}`);
      }
      const crossSite = { origin: "https://evil.example" };
      checkRefused(
        await client.post("/password/reset", { token, password: NEXT }, crossSite),
        403,
        "forbidden_origin",
        "a reset",
      );
      checkRefused(
        await client.post("/password/change", change, { ...client.cookie(person.token), ...crossSite }),
        403,
        "forbidden_origin",
        "a change",
      );
      checkSame(await whoIs(client, client.cookie(person.token)), person.email, "the session");
    },
  };
}
