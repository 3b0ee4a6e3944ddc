import { afterEach, describe, expect, it, vi } from "vitest";
import { bearer, PASSWORD, post } from "./client.ts";
import { addWaysIn, AUTH_SECRET, newSqlite } from "./databases.ts";
import { inbox, ORIGIN, production } from "./inbox.ts";
import { latchkey } from "./latchkey.ts";
import { newFolder, startServer, until } from "./processes.ts";

afterEach(() => void vi.restoreAllMocks());

const ADA = "ada@example.com";
const RESET = ["users", "reset-second-factor", ADA];
const subjectOf = (mail: string) => /^Subject: (.*)\r$/m.exec(mail)?.[1];
const linksOf = (mail: string) => [...new Set(mail.match(/https:[^\s"<]+/g))];

/** A database with Ada and her second factor, and what a command says there. */
async function withAda(variables: Readonly<Record<string, string>>) {
  const env = { AUTH_SECRET, ...variables, DATABASE_URL: (await newSqlite()).url };
  const run = (args: readonly string[], piped = "") => latchkey(args, env, piped);
  await run(["migrate"]);
  const { id } = JSON.parse((await run(["users", "create", ADA, "--json"])).out) as { id: string };
  await addWaysIn(env, id);
  const hasFactor = async () => JSON.parse((await run(["users", "show", ADA, "--json"])).out).secondFactor !== null;
  return { env, id, run, hasFactor };
}

describe("the mail that tells an owner what a command did", () => {
  it("SF10 ML05 is the notice that the panel sends when it resets a second factor", async () => {
    const { mails, url } = await inbox();
    const { env, id, run, hasFactor } = await withAda(production(url));
    const reset = await run(RESET);
    expect(reset).toEqual({
      code: 0,
      out: `${ADA} signs in without a second factor. A mail tells the owner.\n`,
      err: "",
    });
    expect([mails.length, await hasFactor()]).toEqual([1, false]);
    expect(mails[0]).toMatch(/^To: ada@example\.com\r$/m);

    await run(["admins", "create", "root@example.com"], `${PASSWORD}\n`);
    const server = await startServer(env, newFolder());
    await addWaysIn(env, id, "another");
    const root = { email: "root@example.com", password: PASSWORD };
    const { token } = (await post(`${server.url}/admin/signin`, root, { "session-carrier": "bearer" })).body;
    const path = `/admin/api/users/${id}/reset-second-factor`;
    expect((await post(server.url + path, {}, bearer(token))).status).toBe(200);
    await until(() => mails.length === 2);
    expect([subjectOf(mails[0]!), linksOf(mails[0]!)]).toEqual([subjectOf(mails[1]!), linksOf(mails[1]!)]);
    expect(linksOf(mails[0]!)).toEqual([`${ORIGIN}/auth/account`]);
    expect(subjectOf(mails[0]!)).toMatch(/off/);
  });

  it("SF10 ML04 that cannot be sent leaves the reset done: exit code 3 says so, and why", async () => {
    const { mails, wrong } = await inbox();
    const { run, hasFactor } = await withAda(production(wrong));
    const reset = await run(RESET);
    expect(reset).toMatchObject({ code: 3, out: `${ADA} signs in without a second factor.\n` });
    expect(reset.err).toMatch(/^latchkey: It is done, but the mail to the owner was not sent \(SMTP refused .*535/);
    expect(reset.err).not.toMatch(/ada@|tower/);
    expect([mails, await hasFactor()]).toEqual([[], false]);
    expect((await run(RESET)).code).toBe(1);
  });

  it("SF10 is not there where nothing sends mails, and the command says so", async () => {
    const { run, hasFactor } = await withAda({ NODE_ENV: "production" });
    const unsent = "No mail was sent, since nothing here sends mails: tell the owner.";
    const reset = await run(RESET);
    expect(reset).toEqual({ code: 0, out: `${ADA} signs in without a second factor. ${unsent}\n`, err: "" });
    expect(await hasFactor()).toBe(false);
    const changed = await run(["users", "set-password", ADA], "a quite different password");
    expect(changed.out).toBe(`${ADA} has a new password. ${unsent}\n`);
  });

  it("SF10 variables that the server would refuse are refused before anything is done", async () => {
    const { url } = await inbox();
    const { run, hasFactor } = await withAda({ ...production(url), AUTH_MAIL_FROM: "" });
    const refused = await run(RESET);
    expect([refused.code, refused.err]).toEqual([1, expect.stringContaining("latchkey: AUTH_MAIL_FROM is missing")]);
    expect(await hasFactor()).toBe(true);
    expect((await run(["users", "disable", ADA])).code).toBe(0);
  });

  it("ML05 tells of a new password, in the pool that it is about, and a program what became of it", async () => {
    const { mails, url, wrong } = await inbox();
    const { env, run } = await withAda({ ...production(url), AUTH_POOLS: "staff" });
    const next = "a quite different password";
    const json = async (args: readonly string[], variables = {}) => {
      const { code, out } = await latchkey([...args, "--json"], { ...env, ...variables }, next);
      return [code, JSON.parse(out) as unknown];
    };
    const set = (group: string, email: string) => [group, "set-password", email];
    expect(await json(set("users", ADA))).toEqual([0, { mail: "sent" }]);
    expect(await json(set("users", ADA), { AUTH_SMTP_URL: wrong })).toEqual([3, { mail: "failed" }]);
    expect(mails.map(linksOf)).toEqual([[`${ORIGIN}/auth/forgot-password`]]);

    await run(["users", "create", "bob@example.com", "--pool", "staff"]);
    expect(await json([...set("users", "bob@example.com"), "--pool", "staff"])).toEqual([0, { mail: "sent" }]);
    await run(["admins", "create", "root@example.com"], next);
    expect(await json(set("admins", "root@example.com"))).toEqual([0, { mail: "sent" }]);
    expect(mails.slice(1).map(linksOf)).toEqual([[`${ORIGIN}/auth/staff/forgot-password`], []]);
    expect(new Set(mails.map(subjectOf)).size).toBe(1);

    await run(["users", "disable", ADA]);
    expect(await json(set("users", ADA))).toEqual([0, { mail: "disabled" }]);
    expect((await run(set("users", ADA), next)).out).toBe(
      `${ADA} has a new password. No mail was sent, since the account is disabled.\n`,
    );
    expect(mails).toHaveLength(3);
  });
});
