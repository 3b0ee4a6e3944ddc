import { describe, expect, it } from "vitest";
import { CliError, readConfig, serve, type Environment } from "../src/index.ts";
import { bearer, get, me, post, signIn, signUp } from "./client.ts";
import { AUTH_SECRET } from "./databases.ts";
import { FROM, inbox, ORIGIN, production } from "./inbox.ts";
import { newFolder, startServer, until } from "./processes.ts";

describe("in production, with an SMTP server", () => {
  it("ML01 Y34 Y35 a forgotten password is recovered by a mail whose link has the configured origin", async () => {
    const { mails, url: smtpUrl } = await inbox();
    const { url, said } = await startServer(production(smtpUrl), newFolder());
    const email = "ada@example.com";
    const first = (await signUp(url, email)).body.token;
    await until(() => mails.length === 1);
    expect(mails[0]).toMatch(/^From: Corner Shop <no-reply@example\.com>\r$/m);
    expect(mails[0]).toMatch(/^To: ada@example\.com\r$/m);
    expect(mails[0]).toContain(`${ORIGIN}/auth/verify-email?token=`);

    expect((await post(`${url}/auth/password/forgot`, { email }, { host: "evil.example" })).status).toBe(200);
    await until(() => mails.length === 2);
    const [, token] = new RegExp(`${ORIGIN}/auth/reset-password\\?token=([\\w-]+)`).exec(mails[1]!)!;
    const page = await fetch(`${url}/auth/reset-password?token=${token}`);
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining(`value="${token}"`)]);
    const password = "a quite different password";
    expect((await post(`${url}/auth/password/reset`, { token, password })).status).toBe(200);
    const statuses = [await me(url, first), await signIn(url, email), await signIn(url, email, password)];
    expect(statuses.map(({ status }) => status)).toEqual([401, 401, 200]);
    await until(() => mails.length === 3);
    expect(mails[2]).toMatch(/^Subject: .*password.*changed/im);
    expect(said.out).not.toContain("Mail to");
    expect(said.err).toBe("");
  });

  it("ML04 a mail that cannot be sent is told in the log, without the address or the password", async () => {
    const { wrong } = await inbox();
    const { url, said } = await startServer(production(wrong), newFolder());
    const { status, body } = await signUp(url, "ada@example.com");
    expect([status, (await get(`${url}/auth/me`, bearer(body.token))).status]).toEqual([200, 200]);
    expect((await post(`${url}/auth/password/forgot`, { email: "nobody@example.com" })).body).toEqual({
      success: true,
    });
    await until(() => said.err !== "");
    expect(said.err).toMatch(/SMTP/);
    expect(said.err).not.toMatch(/ada@example|tower/);
  });
});

describe("a setting for mails that cannot be used is refused with a sentence that names the variable:", () => {
  const all = production("smtp://shop:sesame@smtp.example.com:587");
  const without = (name: string): Environment => ({ ...all, [name]: "" });
  it.each<[name: string, env: Environment, sentence: RegExp]>([
    ["no sender", without("AUTH_MAIL_FROM"), /^AUTH_MAIL_FROM is missing/],
    ["no origin", without("AUTH_ORIGIN"), /^AUTH_ORIGIN is missing/],
    ["a sender and no server", without("AUTH_SMTP_URL"), /^AUTH_SMTP_URL is missing/],
    ["an origin of plain http", { ...all, AUTH_ORIGIN: "http://example.com" }, /^AUTH_ORIGIN must be an https origin/],
    ["an origin with a path", { ...all, AUTH_ORIGIN: `${ORIGIN}/auth` }, /^AUTH_ORIGIN must be an https origin/],
    ["a server of the web", { ...all, AUTH_SMTP_URL: "https://u:hunter22@a" }, /^AUTH_SMTP_URL cannot be used/],
    ["two senders", { ...all, AUTH_MAIL_FROM: "a@b.c, d@e.f" }, /^AUTH_MAIL_FROM must be one address/],
    ["a sender of two lines", { ...all, AUTH_MAIL_FROM: "A\nBcc: x@y.z <a@b.c>" }, /^AUTH_MAIL_FROM must be one line/],
    ["a name of two lines", { ...all, AUTH_NAME: "Shop\nEvil" }, /^AUTH_NAME must be one line/],
    ["a path that is none", { ...all, AUTH_BASE_PATH: "auth/" }, /^AUTH_BASE_PATH must be a path/],
    [
      "signing in by mail without a server",
      { NODE_ENV: "production", AUTH_SECRET, AUTH_MAIL_SIGN_IN: "on" },
      /^AUTH_MAIL_SIGN_IN is on, but nothing sends mails/,
    ],
    ["a misspelt variable", { AUTH_MAIL_FORM: FROM }, /^There is no variable AUTH_MAIL_FORM: write AUTH_MAIL_FROM/],
  ])("ML02 %s", async (_, env, sentence) => {
    const attempt = async () =>
      serve(readConfig({ PORT: "0", DATABASE_URL: "sqlite::memory:", ...env }), { log: { info() {}, error() {} } });
    const error: unknown = await attempt().then(
      (server) => server.close(),
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(CliError);
    expect((error as CliError).message).toMatch(sentence);
    expect((error as CliError).message).not.toMatch(/hunter22|sesame/);
  });

  it("an SMTP server without a certificate that fits is no reason not to start", async () => {
    const server = await serve(readConfig({ PORT: "0", DATABASE_URL: "sqlite::memory:", ...all }), {
      log: { info() {}, error() {} },
    });
    expect((await fetch(`${server.url}/auth/forgot-password`)).status).toBe(200);
    await server.close();
  });
});

describe("in production, without an SMTP server", () => {
  it("no page and no route offers what needs a mail", async () => {
    const { url } = await startServer({ NODE_ENV: "production", AUTH_SECRET }, newFolder());
    const page = await (await fetch(`${url}/auth/sign-in`)).text();
    expect(page).toContain("Sign in");
    expect(page).not.toContain("forgot-password");
    expect((await fetch(`${url}/auth/forgot-password`)).status).toBe(404);
    const { methods } = (await get(`${url}/auth/methods`)).body;
    expect(Object.keys(methods).sort()).toEqual([
      "apiKeys",
      "ownAccount",
      "password",
      "passwordChange",
      "proof",
      "sessions",
      "username",
    ]);
    expect((await post(`${url}/auth/password/forgot`, { email: "ada@example.com" })).status).toBe(404);
  });
});

describe("signing in by mail", () => {
  it("MS02 MS03 development shows link and code in the terminal, and both sign in", async () => {
    const { url, said } = await startServer({}, newFolder());
    const app = { "session-carrier": "bearer" };
    const ask = async (email: string) => {
      const { status, body } = await post(`${url}/auth/signin/mail`, { email }, app);
      expect(status).toBe(202);
      await until(() => said.out.includes(`Mail to ${email}`));
      const mail = said.out.slice(said.out.indexOf(`Mail to ${email}`));
      const [, token] = new RegExp(`${url}/auth/mail-sign-in#token=([\\w-]+)`).exec(mail)!;
      const [, code] = /Your code: (\d{6})/.exec(mail)!;
      return { token, code, ticket: body.ticket as string };
    };
    const { code, ticket } = await ask("ada@example.com");
    const byCode = await post(`${url}/auth/signin/mail/confirm`, { code, ticket }, app);
    expect((await me(url, byCode.body.token)).body.user).toMatchObject({
      email: "ada@example.com",
      emailVerified: true,
    });
    const { token } = await ask("bob@example.com");
    expect((await get(`${url}/auth/methods`)).body.methods).toMatchObject({ identities: {} });
    expect((await get(`${url}/auth/identities`, bearer(byCode.body.token))).body).toEqual({
      identities: [],
      hasPassword: false,
    });
    expect((await fetch(`${url}/auth/mail-sign-in`)).status).toBe(200);
    expect((await post(`${url}/auth/signin/mail/confirm`, { token }, app)).status).toBe(200);
  });

  it("AUTH_MAIL_SIGN_IN=off leaves out its routes, its page and the link to it", async () => {
    const { url } = await startServer({ AUTH_MAIL_SIGN_IN: "off" }, newFolder());
    const page = await (await fetch(`${url}/auth/sign-in`)).text();
    expect(page).not.toContain("mail-sign-in");
    expect((await fetch(`${url}/auth/mail-sign-in`)).status).toBe(404);
    expect((await post(`${url}/auth/signin/mail`, { email: "ada@example.com" })).status).toBe(404);
    const { methods } = (await get(`${url}/auth/methods`)).body;
    expect([methods.mailSignIn, methods.identities]).toEqual([undefined, methods.passkeys && {}]);
  });
});
