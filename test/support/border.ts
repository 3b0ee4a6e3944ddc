import { expect, it } from "vitest";
import { createClient } from "../conversation/client.ts";
import type { ConversationOptions } from "../conversation/index.ts";
import { sendRaw } from "./raw.ts";

/** What only bytes on a socket can tell of a server: odd bytes in a header, several lines of one name, and `HEAD`. */
export function borderOverSockets(options: ConversationOptions): void {
  const { client, ask } = {
    client: createClient(options),
    ask: (lines: readonly string[], line = "GET /auth/me") => sendRaw(options.origin, line, lines),
  };
  const cookieLines = (lines: readonly string[]) =>
    lines.filter((line) => /^set-cookie:/i.test(line)).map((line) => line.slice("set-cookie:".length).trim());

  it("F03 no raw byte before or behind a cookie makes it the session's", async () => {
    const { token } = await client.signUp();
    const pair = `${client.cookieName}=${token}`;
    expect((await ask([`Cookie: ${pair}`])).status).toBe(200);
    expect((await ask([`Cookie: \t a=b;\t ${pair}\t `])).status).toBe(200);
    for (const odd of [
      "\xa0",
      "\x85",
      "\xad",
      "\xc2\xa0",
      "\xe2\x80\x80",
      "\xe2\x80\xa8",
      "\xef\xbb\xbf",
      "\x0b",
      "\x0c",
      "\x1c",
      "\x7f",
    ]) {
      for (const cookie of [`${odd}${pair}`, `a=b; ${odd}${pair}`, `a=b;${odd};${odd} ${pair}`, `${pair}${odd}`]) {
        expect([400, 401], JSON.stringify(cookie)).toContain((await ask([`Cookie: ${cookie}`])).status);
      }
      const planted = await ask([`Cookie: ${pair}; ${odd}${client.cookieName}=planted`]);
      expect([200, 400], JSON.stringify(odd)).toContain(planted.status);
    }
  });

  it("F32 two Cookie lines are read as one, and a browser's comma is part of a value", async () => {
    const { token } = await client.signUp();
    const pair = `${client.cookieName}=${token}`;
    expect((await ask(["Cookie: a=b", `Cookie: ${pair}`])).status).toBe(200);
    expect((await ask([`Cookie: ${pair}`, "Cookie: a=b"])).status).toBe(200);
    expect((await ask(["Sec-Fetch-Site: none", `Cookie: x=1, ${pair}`])).status).toBe(401);
    expect((await ask([`Cookie: ${client.cookieName}=gibberish`, `Cookie: ${pair}`])).status).toBe(200);
  });

  it("F02 CK07 signing out sends each Set-Cookie in a line of its own, and ends every session", async () => {
    const [one, two] = [await client.signUp(), await client.signUp()];
    const other = `__Secure-${client.cookieName.replace("__Host-", "")}`;
    const answer = await ask(
      [
        `Origin: ${options.origin}`,
        `Cookie: ${client.cookieName}=${one.token}`,
        `Cookie: ${other}=${two.token}`,
        "Content-Length: 0",
      ],
      "POST /auth/signout",
    );
    expect(answer.status).toBe(200);
    expect(cookieLines(answer.lines)).toEqual([
      expect.stringMatching(`^${client.cookieName}=; Max-Age=0; [^,]+$`),
      expect.stringMatching(`^${other}=; Max-Age=0; [^,]+; Secure; [^,]+$`),
    ]);
    for (const { token } of [one, two]) expect((await ask([`Authorization: Bearer ${token}`])).status).toBe(401);
  });

  it("F50 HEAD sends the header that GET sends, and not a byte of a body", async () => {
    const { token } = await client.signUp();
    for (const lines of [[`Authorization: Bearer ${token}`], []]) {
      const [head, get] = [await ask(lines, "HEAD /auth/me"), await ask(lines)];
      expect([head.status, head.body]).toEqual([get.status, ""]);
      const chosen = (all: readonly string[]) =>
        all
          .map((line) => line.toLowerCase())
          .filter((line) => /^(?:cache-control|content-type|vary|x-content|www-auth)/.test(line))
          .sort();
      expect(chosen(head.lines)).toEqual(chosen(get.lines));
    }
  });

  it("F11 no Host leaves the base path out", async () => {
    const { token, email } = await client.signUp();
    const { hostname, port } = new URL(options.origin);
    for (const host of [
      "auth",
      "AUTH",
      "auth:80",
      "auth.",
      "x/auth",
      "x/auth/me?",
      "x/auth/me#",
      "x\\auth",
      "u@x/auth",
    ]) {
      for (const method of ["GET", "HEAD"]) {
        const answer = await sendRaw(
          `http://${hostname}:${port}`,
          `${method} /me`,
          [`Authorization: Bearer ${token}`],
          "",
          host,
        );
        // A page of the application may know its user.
        expect(answer.body, host).not.toContain(options.isInApplication ? '{"user":' : email);
        if (!options.isInApplication) expect([400, 404], host).toContain(answer.status);
      }
    }
  });
}
