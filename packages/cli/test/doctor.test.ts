import { once } from "node:events";
import { chmodSync } from "node:fs";
import { createServer as createPlain, type RequestListener } from "node:http";
import { createServer as createSecure } from "node:https";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { SMTPServer } from "smtp-server";
import { afterEach, describe, expect, it, vi } from "vitest";
import { certificateFor, hasOpenssl } from "../../mail/test/support/certificate.ts";
import { AUTH_SECRET, newPostgres, withAuth } from "./databases.ts";
import { latchkey } from "./latchkey.ts";
import { newFolder, run, startServer } from "./processes.ts";

interface Found {
  readonly check: string;
  readonly status: string;
  readonly text: string;
  readonly remedy: string | null;
}

const closing: (() => unknown)[] = [];
afterEach(async () => {
  vi.restoreAllMocks();
  for (const close of closing.splice(0).reverse()) await close();
});

/** What it says, by the name of the check. */
async function doctor(env: Readonly<Record<string, string>>) {
  const { code, out } = await latchkey(["doctor", "--json"], env);
  const found = out
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Found);
  return { code, out, found, of: (name: string) => found.find(({ check }) => check === name) };
}

const newFile = () => `sqlite:${join(newFolder(), "auth.db")}`;
const production = (more: Readonly<Record<string, string>>) => ({ NODE_ENV: "production", AUTH_SECRET, ...more });

async function website(listener: RequestListener, certificate?: { readonly cert: string; readonly key: string }) {
  const server = certificate ? createSecure(certificate, listener) : createPlain(listener);
  server.listen(0, "localhost");
  await once(server, "listening");
  closing.push(() => (server.closeAllConnections(), server.close()));
  return `${certificate ? "https" : "http"}://localhost:${(server.address() as AddressInfo).port}`;
}

async function inbox() {
  let mails = 0;
  const server = new SMTPServer({
    onAuth: ({ password }, _, done) => (password === "sesame" ? done(null, { user: "shop" }) : done(new Error("No"))),
    onData: (stream, _, done) => (mails++, stream.resume().on("end", () => done())),
  });
  server.on("error", () => {});
  server.listen(0, "127.0.0.1");
  await once(server.server, "listening");
  closing.push(() => new Promise<void>((resolve) => server.close(resolve)));
  const { port } = server.server.address() as AddressInfo;
  return { url: (password: string) => `smtp://shop:${password}@127.0.0.1:${port}`, count: () => mails };
}

describe("OP03 latchkey doctor", () => {
  it("OP03 in an empty folder nothing is wrong, and nothing is made", async () => {
    const folder = newFolder();
    const { code, found } = await doctor({ DATABASE_URL: `sqlite:${folder}/data/auth.db` });
    expect([code, found.map(({ check, status }) => `${check} ${status}`)]).toEqual([
      0,
      ["settings warn", "secret ok", "database ok", "mail ok", "origin ok"],
    ]);
    const told = run(["doctor"], { DATABASE_URL: `sqlite:${folder}/data/auth.db` }, folder);
    expect([await told.end, told.said.err]).toEqual([0, ""]);
    expect(told.said.out).toMatch(/^warn {2}settings {2}.*\n +→ Set NODE_ENV=production/m);
    expect(told.said.out).toMatch(/4 ok, 1 to look at, 0 wrong\n$/);
    expect(await latchkey(["doctor", "x"], {})).toMatchObject({ code: 2 });
  });

  it("OP03 a setting that is wrong is named, and the exit code says so; no secret is printed", async () => {
    const { code, found } = await doctor({ PORT: "http" });
    expect([code, found]).toEqual([
      1,
      [expect.objectContaining({ check: "settings", status: "fail", text: expect.stringMatching(/^PORT /) })],
    ]);
    const weak = await doctor({ AUTH_SECRET: "change-me-change-me-change-me-change-me", DATABASE_URL: newFile() });
    expect([weak.code, weak.of("secret")]).toMatchObject([1, { status: "fail", text: expect.stringMatching(/guess/) }]);
    expect((await doctor({ AUTH_SECRET: "short", DATABASE_URL: newFile() })).of("secret")?.text).toMatch(/has 5 bytes/);
    const good = await doctor({ AUTH_SECRET, DATABASE_URL: newFile(), AUTH_SECRET_ALSO: AUTH_SECRET.toLowerCase() });
    expect(good.of("secret")).toMatchObject({ status: "warn", text: expect.stringContaining("being replaced") });
    expect(good.out + weak.out).not.toMatch(/change-me|x7q!m2/i);
  });

  it("OP03 files of the data that others may read are a warning, with the command that closes them", async () => {
    const folder = newFolder();
    const env = { DATABASE_URL: `sqlite:${folder}/auth.db` };
    const server = await startServer(env, folder);
    const { of } = await doctor(env);
    expect([of("files"), of("migrations")]).toMatchObject([{ status: "ok" }, { status: "ok" }]);
    expect(of("secret")?.text).toContain(join(folder, "secret"));
    await server.kill("SIGTERM");
    chmodSync(join(folder, "secret"), 0o644);
    chmodSync(join(folder, "auth.db"), 0o640);
    expect((await doctor(env)).of("files")).toEqual({
      check: "files",
      status: "warn",
      text: `Others may read ${folder}/auth.db, ${folder}/secret.`,
      remedy: `Run: chmod 600 ${folder}/auth.db ${folder}/secret`,
    });
  });

  it("OP03 PostgreSQL: reachable, its migrations, and a clock that is wrong", async () => {
    const database = await newPostgres();
    const env = { DATABASE_URL: database.url };
    expect((await doctor(env)).of("migrations")).toMatchObject({ status: "warn", text: "There are no tables yet." });
    await withAuth(database, (auth) => auth.getUser("none"));
    await latchkey(["migrate"], env);
    const { of } = await doctor(env);
    expect([of("database"), of("migrations"), of("clock")]).toMatchObject([
      { status: "ok", text: expect.stringMatching(/ answers in [\d.]+ ms\.$/) },
      { status: "ok", text: expect.stringMatching(/^The tables are up to date: (\d+) of \1\.$/) },
      { status: "ok" },
    ]);
    const now = Date.now();
    const clock = vi.spyOn(Date, "now").mockImplementation(() => now + 20_000);
    expect((await doctor(env)).of("clock")?.status).toBe("warn");
    clock.mockImplementation(() => now - 300_000);
    expect(await doctor(env).then(({ code, of: by }) => [code, by("clock")?.status])).toEqual([1, "fail"]);
    clock.mockRestore();

    await database.rows("delete from auth_migrations where step = (select max(step) from auth_migrations)");
    expect((await doctor(env)).of("migrations")?.text).toMatch(/^1 of \d+ migrations are missing\.$/);
    await database.rows("update auth_migrations set step = 999 where step = 1");
    expect(await doctor(env).then(({ code, of: by }) => [code, by("migrations")])).toMatchObject([
      1,
      { status: "fail", remedy: "Update latchkey." },
    ]);
  });

  it("OP03 a database that is not there is a failure, without its password", async () => {
    const { code, of, out } = await doctor({ DATABASE_URL: "postgres://ada:tower@127.0.0.1:1/auth" });
    expect([code, of("database")]).toMatchObject([
      1,
      { status: "fail", text: expect.stringContaining("ECONNREFUSED") },
    ]);
    expect(out).not.toContain("tower");
  });

  it("OP03 the mail server takes the sign-in, or says why not, and no mail is sent", async () => {
    const { url, count } = await inbox();
    const of = async (smtp: string) => {
      const env = production({
        AUTH_SMTP_URL: smtp,
        AUTH_MAIL_FROM: "shop@example.com",
        AUTH_ORIGIN: "http://localhost:1",
        DATABASE_URL: newFile(),
      });
      return (await doctor(env)).of("mail");
    };
    expect(await of(url("sesame"))).toMatchObject({ status: "ok", text: expect.stringContaining("nothing was sent") });
    const wrong = await of(url("tower"));
    expect(wrong).toMatchObject({ status: "fail", remedy: expect.stringMatching(/^Check user and password/) });
    expect(JSON.stringify(wrong)).not.toContain("tower");
    expect(await of("smtp://127.0.0.1:1")).toMatchObject({
      status: "fail",
      remedy: expect.stringMatching(/^Check the name/),
    });
    expect(count()).toBe(0);
    expect((await doctor(production({ DATABASE_URL: newFile() }))).of("mail")?.status).toBe("warn");
  });

  it("OP03 the origin leads to this server, to another program, or nowhere", async () => {
    const of = async (AUTH_ORIGIN: string) => doctor(production({ AUTH_ORIGIN, DATABASE_URL: newFile() }));
    const { url } = await startServer({ DATABASE_URL: newFile() }, newFolder());
    expect((await of(url)).of("origin")).toMatchObject({ status: "ok", text: `The server answers at ${url}.` });
    const other = await website((_, response) => void response.writeHead(404).end("not here"));
    expect((await of(other)).of("origin")).toMatchObject({ status: "fail", text: expect.stringContaining("404") });
    expect((await of("http://localhost:1")).of("origin")?.status).toBe("warn");
    expect((await doctor(production({ DATABASE_URL: newFile() }))).of("origin")?.status).toBe("warn");
  });

  it.skipIf(!hasOpenssl)("OP03 a certificate that browsers refuse is a failure", async () => {
    const { cert, key } = certificateFor("localhost");
    const origin = await website((_, response) => void response.end(), { cert, key });
    const { code, of } = await doctor(production({ AUTH_ORIGIN: origin, DATABASE_URL: newFile() }));
    expect([code, of("certificate")?.status]).toEqual([1, "fail"]);
  });
});
