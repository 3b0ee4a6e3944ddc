import { readFileSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { bearer, createClient, type Client, type ConversationOptions, type Fields } from "../conversation/client.ts";
import { borderOverSockets } from "../support/border.ts";
import { converse, running, startCommand } from "../support/example.ts";
import { answers, startProgram, type Program } from "../support/program.ts";
import { SECRET, TRUSTED_ORIGIN } from "../support/server.ts";
import { temporaryFolder } from "../support/storages.ts";
import { greetingForms } from "./greeting.ts";
import { mailbox } from "./mailbox.ts";
import { nextCases } from "./next.ts";
import { lifeOfAPerson, type Site } from "./people.ts";
import { reactRouterCases } from "./react-router.ts";
import { lookAround, type Surroundings } from "./surroundings.ts";
import { tanstackStartCases } from "./tanstack-start.ts";

/** What scripts/frameworks.mjs has installed and built, where that is, and where it looks for what the server says. */
const { FRAMEWORK: name = "", FRAMEWORK_APP: app = "", FRAMEWORK_LOG: log = "", ORIGIN: origin = "" } = process.env;
const files = temporaryFolder();
const started: Program[] = [];
afterAll(() => {
  files.remove();
  writeFileSync(log, started.map(({ said }) => said()).join("\n"));
});

interface Framework extends Surroundings, Pick<Program, "said" | "terminate"> {
  readonly stop: () => Promise<void>;
}

/** Starts the example as in production. */
async function startFramework(): Promise<Framework> {
  const env = {
    ...process.env,
    PATH: `${join(app, "node_modules", ".bin")}:${process.env.PATH}`,
    NODE_ENV: "production",
    AUTH_SECRET: SECRET,
    DATABASE_FILE: join(files.path, "auth.db"),
    TRUSTED_ORIGINS: TRUSTED_ORIGIN,
    ...(mails && { SMTP_URL: mails.url() }),
    HOST: "127.0.0.1",
    PORT: new URL(origin).port,
  };
  const program = startProgram(startCommand(app), { cwd: app, env });
  started.push(program);
  await answers(origin, program);
  return { ...(await lookAround(origin)), said: program.said, stop: program.kill, terminate: program.terminate };
}

const { scripts, dependencies } = JSON.parse(readFileSync(join(app, "package.json"), "utf8"));
/** An example that is developed by `npm run dev` has pages for people. */
const hasPages = "dev" in scripts;
const follows = "@latchkey/react" in dependencies;
const mails = "@latchkey/mail" in dependencies ? mailbox() : undefined;

/** What only this framework has. */
const ownCases: Readonly<Record<string, (options: ConversationOptions, site: () => Site) => void>> = {
  "react-router": reactRouterCases,
  "tanstack-start": tanstackStartCases,
  next: nextCases,
};

describe(`${name}, installed from tarballs and built`, () => {
  const { options, server, restart, said } = running(startFramework, { secureCookie: true });
  converse(options);
  borderOverSockets(options);

  /** The page or route of the framework that greets its user. */
  const greet = (client: Client, headers: Fields = {}) => client.get(`${client.origin}/hello`, headers);
  const isRefused = ({ status, text }: { status: number; text: string }, email: string) =>
    [302, 303, 307, 401].includes(status) && !text.includes(email);

  it("Y08 a route of the framework knows its user by cookie and bearer token, until the session ends", async () => {
    const client = createClient(options);
    const { token, email } = await client.signUp();
    for (const carried of [client.cookie(token), bearer(token)])
      expect(await greet(client, carried)).toMatchObject({ status: 200, text: expect.stringContaining(email) });
    const { body, headers: answered } = await greet(client, client.cookie(token));
    // Caches keep pages, unless they are told otherwise.
    if (body === undefined) expect(answered.get("cache-control")).toMatch(/\b(?:no-store|private)\b/);
    for (const headers of [{}, client.cookie("gibberish"), bearer(`${token}x`)])
      expect(await greet(client, headers)).toSatisfy((answer) => isRefused(answer, email));
    const cross = { ...client.cookie(token), "sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors" };
    expect(await greet(client, cross)).toSatisfy((answer) => isRefused(answer, email));
    expect(await client.send("POST", "/signout", { ...client.cookie(token), origin: client.origin })).toMatchObject({
      status: 200,
    });
    expect(await greet(client, client.cookie(token))).toSatisfy((answer) => isRefused(answer, email));
  });

  it("Y08 CK09 a route that changes state reads a body, and takes the cookie from its own origin alone", async () => {
    const client = createClient(options);
    const { token, email } = await client.signUp();
    const send = await greetingForms(client, token);
    const own = await send("Good day", { origin: client.origin, ...client.cookie(token) });
    expect(own).toMatchObject({ status: 200, text: expect.stringContaining(`Good day, ${email}`) });
    for (const headers of [
      { origin: client.origin },
      { origin: "https://evil.example", ...client.cookie(token) },
      { origin: "https://evil.example", "sec-fetch-site": "cross-site", ...client.cookie(token) },
      { origin: client.origin, "sec-fetch-site": "cross-site", ...client.cookie(token) },
    ]) {
      const { status, text } = await send("Bad day", headers);
      // A browser ends up on the page of sign-in, and Next.js answers 500 to what is no form of its own pages.
      if (!client.isInApplication) expect([302, 303, 307, 401, 403], JSON.stringify(headers)).toContain(status);
      expect(text, JSON.stringify(headers)).not.toContain("Bad day");
      expect((await greet(client, client.cookie(token))).text, JSON.stringify(headers)).not.toContain("Bad day");
    }
  });

  const site = () => ({ ...server(), mails });
  if (hasPages) lifeOfAPerson(site, { follows });
  ownCases[name]?.(options, site);

  it("HT10 a client that hangs up in the middle of a request harms nobody", async () => {
    const client = createClient(options);
    const { hostname, port, host } = new URL(client.origin);
    for (const path of ["/auth/signin", "/hello"]) {
      const head = `POST ${path} HTTP/1.1\r\nHost: ${host}\r\nContent-Type: application/json\r\nContent-Length: 900`;
      await new Promise<void>((resolve, reject) => {
        const socket = connect(Number(port), hostname, () =>
          socket.write(`${head}\r\n\r\n{"email":`, () => socket.destroy()),
        );
        socket.on("close", () => resolve()).on("error", reject);
      });
    }
    const { token, email } = await client.signUp();
    expect(await greet(client, client.cookie(token))).toMatchObject({ text: expect.stringContaining(email) });
  });

  it("D03 it ends when it is asked to, and a session lives on in the next process", async () => {
    const client = createClient(options);
    const { token, email } = await client.signUp();
    expect([
      { code: null, signal: "SIGTERM" },
      { code: 0, signal: null },
      { code: 143, signal: null },
    ]).toContainEqual(await server().terminate());
    expect(said()).not.toContain(token);
    await restart();
    expect(await greet(client, client.cookie(token))).toMatchObject({ text: expect.stringContaining(email) });
  });
});
