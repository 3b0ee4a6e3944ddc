import type { Cases } from "./cases.ts";
import { check, checkSame } from "./check.ts";
import {
  bearer,
  checkRefused,
  cookieToken,
  freshEmail,
  PASSWORD,
  whoIs,
  type Client,
  type Mails,
  type Person,
} from "./client.ts";

/** For a mount with `emailVerificationRoutes` and `emailChangeRoutes`. */
export function emailRouteCases(mails: Mails): Cases {
  const unverified = async (client: Client): Promise<Person & { link: string }> => {
    const person = await client.signUp();
    const answer = await client.send("POST", "/email/send-verification", {
      origin: client.origin,
      ...client.cookie(person.token),
    });
    checkSame([answer.status, answer.body], [200, { success: true }], "asking for the mail");
    return { ...person, link: await mails.last(person.email) };
  };
  const mover = async (client: Client, email: string): Promise<Person & { link: string }> => {
    const person = await client.signUp();
    const answer = await client.post(
      "/email/change",
      { email, currentPassword: PASSWORD },
      client.cookie(person.token),
    );
    checkSame([answer.status, answer.body], [200, { success: true }], "asking for the change");
    return { ...person, link: await mails.last(email) };
  };

  return {
    async "Y36 the token of a mail with a session of the account verifies the address, once"(client) {
      const { email, token, link } = await unverified(client);
      const answer = await client.post("/email/verify", { token: link }, client.cookie(token));
      checkSame(
        [answer.status, answer.body.user.emailVerified, answer.body.token],
        [200, true, undefined],
        "the answer",
      );
      check(!answer.text.includes(link), "the token is in the answer");
      const renewed = client.cookie(cookieToken(client, answer));
      checkSame(await whoIs(client, renewed), email, "the new session");
      checkSame(await whoIs(client, bearer(token)), null, "SE06 the session from before");
      checkRefused(
        await client.post("/email/verify", { token: link }, renewed),
        400,
        "invalid_token",
        "the second time",
      );
    },

    async "Y36 without a session, the password verifies the address"(client) {
      const { email, link } = await unverified(client);
      checkRefused(
        await client.post("/email/verify", { token: link, password: "the wrong password" }),
        401,
        "invalid_credentials",
        "a wrong one",
      );
      const answer = await client.post("/email/verify", { token: link, password: PASSWORD });
      checkSame([answer.status, answer.body.user.emailVerified], [200, true], "the answer");
      checkSame(await whoIs(client, client.cookie(cookieToken(client, answer))), email, "who is signed in");
    },

    async "Y36 SE06 the mailbox alone does not verify an account, which another person may have created"(client) {
      const mallory = await unverified(client);
      const alice = await client.signUp();
      checkRefused(
        await client.post("/email/verify", { token: mallory.link }),
        401,
        "unauthenticated",
        "without a session",
      );
      checkRefused(
        await client.post("/email/verify", { token: mallory.link }, client.cookie(alice.token)),
        401,
        "unauthenticated",
        "with another session",
      );
      checkSame((await client.get("/me", bearer(mallory.token))).body.user.emailVerified, false, "the account");
    },

    async "Y36 CK12 the GET of a link scanner verifies nothing and uses up no token"(client) {
      const { token, link } = await unverified(client);
      for (const method of ["GET", "HEAD"]) {
        const answer = await client.send(method, `/email/verify?token=${link}`, client.cookie(token));
        checkSame([answer.status, answer.headers.get("allow")], [405, "POST, OPTIONS"], method);
      }
      checkSame((await client.get("/me", bearer(token))).body.user.emailVerified, false, "the account");
      checkSame((await client.post("/email/verify", { token: link }, client.cookie(token))).status, 200, "the button");
    },

    async "Y36 HT03 a second verification mail is sent only after an interval"(client) {
      const { token } = await unverified(client);
      const answer = await client.send("POST", "/email/send-verification", {
        origin: client.origin,
        ...client.cookie(token),
      });
      checkRefused(answer, 429, "rate_limited", "at once");
      const seconds = Number(answer.headers.get("retry-after"));
      check(seconds > 0 && seconds <= 60, `Retry-After is ${seconds}`);
      checkRefused(
        await client.send("POST", "/email/send-verification", { origin: client.origin }),
        401,
        "unauthenticated",
        "without a session",
      );
    },

    async "F08 of five accounts that ask for one address, one sends a mail and the others get Retry-After"(client) {
      const email = freshEmail();
      const people = await Promise.all(Array.from({ length: 5 }, () => client.signUp()));
      const answers = await Promise.all(
        people.map(({ token }) =>
          client.post("/email/change", { email, currentPassword: PASSWORD }, client.cookie(token)),
        ),
      );
      checkSame(answers.map(({ status }) => status).toSorted(), [200, 429, 429, 429, 429], "the answers");
      for (const answer of answers.filter(({ status }) => status === 429)) {
        checkRefused(answer, 429, "rate_limited", "another account");
        const seconds = Number(answer.headers.get("retry-after"));
        check(seconds > 0 && seconds <= 60, `Retry-After is ${seconds}`);
      }
    },

    async "Y38 a new address is confirmed by its mail, and the old one no longer signs in"(client) {
      const newEmail = freshEmail();
      const { email, password, token, link } = await mover(client, newEmail);
      checkSame(await whoIs(client, bearer(token)), email, "before");
      const answer = await client.post("/email/confirm", { token: link }, bearer(token));
      checkSame(
        [answer.status, answer.body.user.email, answer.body.user.emailVerified],
        [200, newEmail, true],
        "the answer",
      );
      checkSame(await whoIs(client, bearer(token)), newEmail, "after");
      checkRefused(await client.post("/signin", { email, password }), 401, "invalid_credentials", "the old address");
      checkRefused(
        await client.post("/email/confirm", { token: link }, bearer(token)),
        400,
        "invalid_token",
        "the second time",
      );
    },

    async "Y38 only the confirmation shows whether the new address is taken"(client) {
      const { email } = await client.signUp();
      const { token, link } = await mover(client, email);
      checkRefused(
        await client.post("/email/confirm", { token: link }, client.cookie(token)),
        409,
        "user_exists",
        "at the end",
      );
    },

    async "Y38 changing the address needs the password; the token alone is not enough"(client) {
      const person = await client.signUp();
      const wrong = { email: freshEmail(), currentPassword: "the wrong password" };
      checkRefused(
        await client.post("/email/change", wrong, client.cookie(person.token)),
        401,
        "invalid_credentials",
        "a wrong password",
      );
      checkRefused(
        await client.post("/email/change", { ...wrong, currentPassword: PASSWORD }),
        401,
        "unauthenticated",
        "no session",
      );
      const { link } = await mover(client, freshEmail());
      checkRefused(
        await client.post("/email/confirm", { token: link }),
        401,
        "unauthenticated",
        "another person at a mistyped address",
      );
      checkRefused(
        await client.post("/email/confirm", { token: link }, client.cookie(person.token)),
        401,
        "unauthenticated",
        "with a session of another account",
      );
    },
  };
}
