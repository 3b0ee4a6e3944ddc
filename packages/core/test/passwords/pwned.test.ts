import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { passwordChange } from "../../src/password-change.ts";
import { passwordReset, type ResetMail } from "../../src/password-reset.ts";
import { pwned } from "../../src/pwned.ts";
import { users } from "../../src/users.ts";
import { ALICE, openAuth, refusal } from "../support.ts";

const BREACHED = "correct horse";
const sha1 = (text: string) => createHash("sha1").update(text).digest("hex").toUpperCase();
const [prefix, suffix] = [sha1(BREACHED).slice(0, 5), sha1(BREACHED).slice(5)];
const others = Array.from({ length: 800 }, (_, at) => `${sha1(`other ${at}`).slice(5)}:${at % 3 === 0 ? 0 : at}`);
const range = [...others.slice(0, 400), `${suffix}:37`, ...others.slice(400)].join("\r\n");

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** A server of ranges on a port of its own, and what was asked of it. */
async function rangeServer(answer: (response: ServerResponse) => void) {
  const asked: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    asked.push(request);
    answer(response);
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/range`, asked };
}

describe("F16 passwords known from a breach", () => {
  it("are refused wherever one is chosen, and nothing is written", async () => {
    const { url } = await rangeServer((response) => response.end(range));
    const { auth, storage } = openAuth({ passwordPolicy: { breached: pwned({ url }) } });
    const breached = (field = "password") => refusal("password_too_common", { field });
    await expect(auth.signUp({ ...ALICE, password: BREACHED })).rejects.toMatchObject(breached());
    expect(await storage.users.findByEmail("users", ALICE.email)).toBeNull();

    const { user, token } = await auth.signUp(ALICE);
    const mails: ResetMail[] = [];
    const reset = passwordReset(auth, { send: (mail) => void mails.push(mail) });
    await reset.request(ALICE);
    await expect.poll(() => mails.length).toBe(1);
    const change = { currentPassword: ALICE.password, newPassword: BREACHED };
    await expect(passwordChange(auth).change(token, change)).rejects.toMatchObject(breached("newPassword"));
    await expect(reset.reset({ token: mails[0]!.token, password: BREACHED })).rejects.toMatchObject(breached());
    await expect(users(auth).setPassword(user.id, BREACHED)).rejects.toMatchObject(breached());
    await expect(users(auth).create({ email: "bob@example.com", password: BREACHED })).rejects.toMatchObject(
      breached(),
    );
    await expect(auth.signIn(ALICE)).resolves.toBeDefined();
  });

  it("are asked for by five digits of their SHA-1 and nothing else, padded, and never at sign-in", async () => {
    const { url, asked } = await rangeServer((response) => response.end(range));
    const { auth } = openAuth({ passwordPolicy: { breached: pwned({ url }) } });
    await auth.signUp(ALICE);
    await expect(auth.signUp({ email: "bob@example.com", password: BREACHED })).rejects.toMatchObject(
      refusal("password_too_common"),
    );
    expect(asked.map(({ method, url: path }) => `${method} ${path}`)).toEqual([
      `GET /range/${sha1(ALICE.password).slice(0, 5)}`,
      `GET /range/${prefix}`,
    ]);
    expect(asked[0]!.headers).toMatchObject({ "add-padding": "true", "user-agent": "latchkey" });
    await auth.signIn(ALICE);
    await expect(auth.signIn({ ...ALICE, password: "a wrong guess" })).rejects.toMatchObject(
      refusal("invalid_credentials"),
    );
    expect(asked.length).toBe(2);
  });

  it("are not asked for when the policy refuses by itself", async () => {
    const { url, asked } = await rangeServer((response) => response.end(range));
    const { auth } = openAuth({ passwordPolicy: { breached: pwned({ url }) } });
    for (const password of ["short", "x".repeat(300), ALICE.email])
      await expect(auth.signUp({ ...ALICE, password })).rejects.toThrow();
    expect(asked).toEqual([]);
  });

  it.each<[string, string, boolean]>([
    ["with lines ended by LF", range.replaceAll("\r\n", "\n"), true],
    ["in lower case", range.toLowerCase(), true],
    ["alone", `${suffix}:1`, true],
    ["as padding, counted 0", `${suffix}:0\r\n${others.join("\r\n")}`, false],
    ["not at all", others.join("\r\n"), false],
    ["without a count", suffix, false],
    ["within a longer line", `x${suffix}:3 y`, false],
    ["the whole hash", `${prefix}${suffix}:3`, false],
  ])("the range has it %s", async (_, body, expected) => {
    const { url } = await rangeServer((response) => response.end(body));
    expect(await pwned({ url })(BREACHED)).toBe(expected);
  });
});

describe("F16 a list of breaches that does not answer keeps nobody out", () => {
  it.each<[string, (response: ServerResponse) => void]>([
    ["hangs before the headers", () => {}],
    ["hangs in the middle of the body", (response) => void response.write(range)],
    ["is down", (response) => response.writeHead(500).end(range)],
    ["asks to slow down", (response) => response.writeHead(429).end(range)],
    ["sends somewhere else", (response) => response.writeHead(302, { location: "/range/elsewhere" }).end(range)],
    ["says nothing", (response) => response.writeHead(204).end()],
    ["sends a page", (response) => response.end("<!doctype html><title>Sign in to this network</title>")],
    ["sends bytes", (response) => response.end(Buffer.alloc(5000, 0xff))],
    ["sends 10 MB", (response) => response.end(`${"x".repeat(10_000_000)}\r\n${range}`)],
    [
      "breaks off",
      (response) => (
        response.writeHead(200, { "content-length": "100000" }).write(range),
        setImmediate(() => response.destroy())
      ),
    ],
  ])("it %s", async (_, answer) => {
    const { url } = await rangeServer(answer);
    expect(await pwned({ url, timeoutMs: 100 })(BREACHED)).toBe(false);
    const { auth } = openAuth({ passwordPolicy: { breached: pwned({ url, timeoutMs: 100 }) } });
    await expect(auth.signUp({ ...ALICE, password: BREACHED })).resolves.toBeDefined();
  });

  it("it is not there", async () => {
    expect(await pwned({ url: "http://127.0.0.1:1/range/" })(BREACHED)).toBe(false);
  });

  it("it never ends: no more than the bound is read", async () => {
    let sent = 0;
    const { url } = await rangeServer((response) => {
      const piece = Buffer.alloc(64 * 1024, "x");
      const more = () => {
        for (let goesOn = true; goesOn && !response.destroyed; sent += piece.length) goesOn = response.write(piece);
      };
      response.on("drain", more);
      more();
    });
    expect(await pwned({ url, timeoutMs: 10_000 })(BREACHED)).toBe(false);
    expect(sent).toBeLessThan(20_000_000);
  });

  it("it throws, where it is the application's own", async () => {
    for (const breached of [
      () => Promise.reject(new Error("down")),
      () => {
        throw new Error("down");
      },
    ]) {
      const { auth } = openAuth({ passwordPolicy: { breached } });
      await expect(auth.signUp(ALICE)).resolves.toBeDefined();
    }
  });
});

it.each([
  { timeoutMs: 0 },
  { timeoutMs: 10_001 },
  { timeoutMs: 1.5 },
  { timeoutMs: NaN },
  { timeoutMs: "1000" },
  { url: "" },
  { url: "ranges" },
  { url: "ftp://a.example/" },
  { url: null },
  { timeout: 1000 },
])("F16 %j is a mistake in the options", (options) => {
  expect(() => pwned(options as never)).toThrow(TypeError);
  expect(() => pwned(options as never)).toThrow("pwned");
});

it("F16 a breached that is no function is a mistake", () => {
  for (const breached of [true, "pwned", {}, null])
    expect(() => openAuth({ passwordPolicy: { breached: breached as never } })).toThrow("passwordPolicy.breached");
});
