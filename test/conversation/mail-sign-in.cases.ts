import type { Cases } from "./cases.ts";
import { check, checkSame } from "./check.ts";
import {
  bearer,
  checkRefused,
  cookieToken,
  freshEmail,
  whoIs,
  type Answer,
  type Client,
  type Mails,
} from "./client.ts";

const APP = { "session-carrier": "bearer" };

/** The cookie of the browser that has asked, as it sends it back. */
function ticketCookie({ cookieName }: Client, { headers }: Answer): { cookie: string } {
  const [line = ""] = headers.getSetCookie().filter((one) => one.startsWith(`${cookieName}-mail-sign-in=`));
  check(/; HttpOnly/.test(line) && /; Path=\/;/.test(line), `the ticket's cookie is "${line}"`);
  return { cookie: line.split(";")[0]! };
}

/** For a mount with `mailSignInRoutes` and `stepUpRoutes`. */
export function mailSignInCases(mails: Mails): Cases {
  const read = async (email: string) => {
    const [token = "", code = ""] = (await mails.last(`mail ${email}`)).split(" ");
    return { token, code };
  };
  const ask = async (client: Client, email: string) => {
    const asked = await client.post("/signin/mail", { email });
    checkSame([asked.status, asked.body], [202, { success: true }], "asking");
    return { ...ticketCookie(client, asked), ...(await read(email)) };
  };
  const confirm = "/signin/mail/confirm";

  return {
    async "MS01 /signin/mail gives every address the same answer, with a ticket"(client) {
      const { email } = await client.signUp();
      const answers = [await client.post("/signin/mail", { email })];
      answers.push(await client.post("/signin/mail", { email: freshEmail() }));
      for (const { status, text } of answers) checkSame([status, text], [202, '{"success":true}'], "the answer");
      const lengths = answers.map((answer) => ticketCookie(client, answer).cookie.length);
      checkSame(lengths[0], lengths[1]!, "the length of the ticket");
      await read(email);
      const wrong = await client.post("/signin/mail", { email: "alice" });
      checkRefused(wrong, 400, "invalid_email", "what is no address");
    },

    async "MS02 a GET of the routes changes nothing, and another site cannot sign anybody in"(client) {
      const { email } = await client.signUp();
      const { token } = await ask(client, email);
      for (const path of ["/signin/mail", confirm, "/prove/mail", "/prove/mail/confirm"]) {
        const answer = await client.get(`${path}?token=${token}`);
        checkSame([answer.status, answer.headers.get("allow")], [405, "POST, OPTIONS"], `GET ${path}`);
      }
      const foreign = { origin: "https://evil.example" };
      checkRefused(await client.post(confirm, { token }, foreign), 403, "forbidden_origin", "another site");
      const answer = await client.post(confirm, { token });
      checkSame([answer.status, answer.body.user.email, answer.body.token], [200, email, undefined], "the link");
      checkSame(await whoIs(client, client.cookie(cookieToken(client, answer))), email, "who is signed in");
      checkRefused(await client.post(confirm, { token }), 400, "invalid_token", "the second time");
    },

    async "MS03 the code signs in with the cookie of the browser that has asked, which ends then"(client) {
      const email = freshEmail();
      const { cookie, code } = await ask(client, email);
      checkRefused(await client.post(confirm, { code }), 400, "flow_expired", "another browser");
      const elsewhere = ticketCookie(client, await client.post("/signin/mail", { email }));
      checkRefused(await client.post(confirm, { code }, elsewhere), 400, "invalid_code", "one that asked later");
      const answer = await client.post(confirm, { code }, { cookie });
      checkSame([answer.status, answer.body.user.emailVerified], [200, true], "the code");
      const [session, ended] = answer.headers.getSetCookie();
      check(session!.startsWith(`${client.cookieName}=`), "there is no session");
      check(/-mail-sign-in=; Max-Age=0/.test(ended ?? ""), `the ticket's cookie ends with "${ended}"`);
      checkRefused(await client.post(confirm, { code }, { cookie }), 400, "invalid_code", "the second time");
    },

    async "MS03 a client without cookies has its ticket in bodies alone"(client) {
      const email = freshEmail();
      const asked = await client.post("/signin/mail", { email }, APP);
      checkSame([asked.status, asked.headers.get("set-cookie")], [202, null], "asking");
      const { ticket } = asked.body as { ticket: string };
      const { code } = await read(email);
      checkRefused(await client.post(confirm, { code }, APP), 400, "flow_expired", "no ticket");
      const answer = await client.post(confirm, { code, ticket }, APP);
      checkSame([answer.status, answer.headers.get("set-cookie")], [200, null], "the answer");
      checkSame(await whoIs(client, bearer(answer.body.token)), email, "who is signed in");
    },

    async "MS04 a body that is no code, or has both or neither, is 400 at its field"(client) {
      const email = freshEmail();
      const { cookie, code, token } = await ask(client, email);
      for (const wrong of ["", "12345", `${code}0`, "abcdef", "1".repeat(30_000)]) {
        const answer = await client.post(confirm, { code: wrong }, { cookie });
        checkRefused(answer, 400, "invalid_code", `the code ${wrong.slice(0, 8)}`);
        checkSame(answer.body.field, "code", "the field");
      }
      for (const body of [{}, { code, token }, { code: 123_456 }])
        checkRefused(await client.post(confirm, body, { cookie }), 400, "invalid_request", JSON.stringify(body));
      const spaced = `${code.slice(0, 3)} ${code.slice(3)}`;
      checkSame((await client.post(confirm, { code: spaced }, { cookie })).status, 200, "the code with a space");
    },

    async "MS06 whoever reads the mail takes over an account that was never confirmed"(client) {
      const thief = await client.signUp();
      const { token } = await ask(client, thief.email);
      const answer = await client.post(confirm, { token });
      checkSame([answer.status, answer.body.user.emailVerified], [200, true], "the answer");
      checkSame(await whoIs(client, bearer(thief.token)), null, "the session from before");
      checkRefused(await client.post("/signin", thief), 401, "invalid_credentials", "the password from before");
    },

    async "SF08 /prove/mail mails a code for the session, which opens none and keeps its token"(client) {
      const person = await client.signUp();
      const cookie = client.cookie(person.token);
      checkRefused(await client.post("/prove/mail", {}), 401, "unauthenticated", "no session");
      checkSame((await client.post("/prove/mail", {}, cookie)).status, 202, "asking");
      const code = await mails.last(`proof ${person.email}`);
      const other = await client.signIn(person);
      const elsewhere = await client.post("/prove/mail/confirm", { code }, client.cookie(other.token));
      checkRefused(elsewhere, 400, "invalid_code", "another session");
      const answer = await client.post("/prove/mail/confirm", { code }, cookie);
      checkSame([answer.status, answer.headers.get("set-cookie")], [200, null], "the answer");
      checkSame(answer.body.methods, ["mail"], "the methods");
      checkSame(await whoIs(client, cookie), person.email, "the session");
    },
  };
}
