import { createAuth } from "@latchkey/core";
import { memoryStorage } from "@latchkey/core/memory";
import { emailChange } from "@latchkey/core/email-change";
import { ownAccount } from "@latchkey/core/own-account";
import { passwordChange } from "@latchkey/core/password-change";
import { sessionUse } from "@latchkey/core/session-use";
import { sessions } from "@latchkey/core/sessions";
import { fastHasher, testClock } from "@latchkey/core/testing";
import { users } from "@latchkey/core/users";
import {
  createHandler,
  ownAccountRoutes,
  passwordChangeRoutes,
  sessionRoutes,
  type CookieOptions,
} from "@latchkey/http";
import { describe, expect, it, vi } from "vitest";
import { codeOf, cookiePair, ORIGIN, PASSWORD, SECRET } from "../support.ts";

/** The most bytes that a browser keeps of name and value together (RFC 6265bis §5.6). */
const KEPT = 4096;
const OWN = { "sec-fetch-site": "same-origin", "content-type": "application/json" };

/** A handler whose tokens carry the metadata. */
function open(cookie: CookieOptions = {}) {
  const clock = testClock();
  const storage = memoryStorage();
  let claims: (user: { metadata: unknown }) => Record<string, unknown> = ({ metadata }) => ({ metadata });
  const session = { use: sessionUse({ renewAfter: 60 }) };
  const auth = createAuth({
    storage,
    secret: SECRET,
    passwords: fastHasher(),
    guards: [],
    now: clock.now,
    session,
    claims: (user) => claims(user),
  });
  const routes = [
    ...sessionRoutes(sessions(auth)),
    ...ownAccountRoutes(ownAccount(auth)),
    ...passwordChangeRoutes(passwordChange(auth)),
  ];
  const handler = createHandler(auth, { cookie, routes, onError: () => {} });
  const send = (method: string, path: string, headers: Record<string, string> = {}, body?: object) =>
    handler(
      new Request(`${ORIGIN}/auth${path}`, {
        method,
        headers: { ...OWN, ...headers },
        ...(body && { body: JSON.stringify(body) }),
      }),
    );
  return { auth, clock, send, setClaims: (next: typeof claims) => (claims = next) };
}

const note = (length: number) => ({ note: "x".repeat(length) });

/** Checks that browsers keep every cookie of an answer. @returns The length of the largest. */
function sizeOf(response: Response): number {
  const sizes = response.headers.getSetCookie().map((line) => {
    const [pair = "", ...attributes] = line.split("; ");
    for (const attribute of attributes) expect(attribute.length).toBeLessThanOrEqual(1024);
    return pair.length - 1;
  });
  return Math.max(0, ...sizes);
}

describe("F13 no answer sets a cookie that a browser would drop", () => {
  it.each<CookieOptions>([
    {},
    { name: "n".repeat(64) },
    { name: "n".repeat(64), domain: "example.com" },
    { name: `__Host-${"n".repeat(57)}` },
    { name: "n".repeat(64), secure: false },
    { name: "n" },
  ])("F66 signing up with %j sets a cookie that browsers keep, or is 400 and creates no account", async (cookie) => {
    const { send } = open(cookie);
    const outcomes: number[] = [];
    for (let length = 2600; length < 3100; length += 3) {
      const credentials = { email: `a${length}@example.com`, password: PASSWORD };
      const answer = await send("POST", "/signup", {}, { ...credentials, metadata: note(length) });
      outcomes.push(answer.status);
      if (answer.status === 200) expect(sizeOf(answer)).toBeLessThanOrEqual(KEPT);
      else {
        expect([answer.status, await codeOf(answer), answer.headers.get("set-cookie")]).toEqual([
          400,
          "invalid_metadata",
          null,
        ]);
        expect(await codeOf(await send("POST", "/signin", {}, credentials))).toBe("invalid_credentials");
      }
    }
    expect([outcomes[0], outcomes.at(-1)]).toEqual([200, 400]);
    expect(outcomes).toEqual([...outcomes].sort());
  });

  it("signing in, refreshing, renewing, and changing the password or metadata set one that browsers keep", async () => {
    const { auth, clock, send } = open({ name: "n".repeat(64), domain: "example.com" });
    let longest = 0;
    for (let length = 2600; length < 3100; length += 11) {
      const credentials = { email: `a${length}@example.com`, password: PASSWORD };
      const cookie = cookiePair(await send("POST", "/signup", {}, credentials));
      const changed = await send("PATCH", "/me", { cookie }, { metadata: note(length) });
      if (changed.status !== 200) {
        expect([changed.status, await codeOf(changed)]).toEqual([400, "invalid_metadata"]);
        const { id } = (await users(auth).find({ email: credentials.email }))!;
        await expect(users(auth).update(id, { metadata: note(length) })).rejects.toMatchObject({
          code: "invalid_metadata",
        });
        // The account is unchanged and can be used.
        expect(
          ((await (await send("POST", "/signin", {}, credentials)).json()) as { user: { metadata: unknown } }).user
            .metadata,
        ).toBeNull();
        continue;
      }
      const signedIn = await send("POST", "/signin", {}, credentials);
      clock.advance(3600);
      const answers = [signedIn, await send("POST", "/refresh", { cookie }), await send("GET", "/me", { cookie })];
      answers.push(
        await send("POST", "/password/change", { cookie }, { currentPassword: PASSWORD, newPassword: `${PASSWORD}!` }),
      );
      for (const answer of answers) {
        expect(answer.status).toBe(200);
        expect(sizeOf(answer)).toBeGreaterThan(2600);
        expect(sizeOf(answer)).toBeLessThanOrEqual(KEPT);
        longest = Math.max(longest, sizeOf(answer));
      }
    }
    expect(longest).toBeGreaterThan(KEPT - 60);
  });

  it("a new address that makes the token too long is refused, both when requested and when confirmed", async () => {
    const claims = ({ email, metadata }: { email: string; metadata: unknown }) => ({ email, metadata });
    const auth = createAuth({ storage: memoryStorage(), secret: SECRET, passwords: fastHasher(), guards: [], claims });
    const sent: string[] = [];
    const change = emailChange(auth, { send: ({ token }) => void sent.push(token), notify: () => {} });
    const email = `${"b".repeat(60)}@${`${"b".repeat(60)}.`.repeat(3)}example`;
    const { token, user } = await auth.signUp({ email: "a@example.com", password: PASSWORD, metadata: note(2500) });
    await change.request(token, { email, currentPassword: PASSWORD });
    await vi.waitFor(() => expect(sent).toHaveLength(1));

    await users(auth).update(user.id, { metadata: note(2650) });
    await expect(change.confirm({ token: sent[0]!, sessionToken: token })).rejects.toMatchObject({
      code: "invalid_metadata",
    });
    await expect(
      change.request(token, { email: `b${email.slice(1)}`, currentPassword: PASSWORD }),
    ).rejects.toMatchObject({ code: "invalid_metadata" });
    await auth.signIn({ email: "a@example.com", password: PASSWORD });
    await users(auth).update(user.id, { metadata: note(2500) });
    expect((await change.confirm({ token: sent[0]!, sessionToken: token })).email).toBe(email);
    await auth.signIn({ email, password: PASSWORD });
  });

  it("if the claims have become too long since, a new token is refused and the session goes on", async () => {
    const { clock, send, setClaims } = open();
    const credentials = { email: "a@example.com", password: PASSWORD };
    const cookie = cookiePair(await send("POST", "/signup", {}, { ...credentials, metadata: note(10) }));
    setClaims(() => ({ filler: "x".repeat(3100) }));
    clock.advance(30);
    for (const [method, path, body] of [
      ["POST", "/refresh"],
      ["POST", "/signin", credentials],
      ["POST", "/password/change", { currentPassword: PASSWORD, newPassword: `${PASSWORD}!` }],
    ] as const) {
      const answer = await send(method, path, path === "/signin" ? {} : { cookie }, body);
      expect([path, answer.status, await codeOf(answer), answer.headers.get("set-cookie")]).toEqual([
        path,
        400,
        "invalid_metadata",
        null,
      ]);
    }
    expect((await send("GET", "/me", { cookie })).status).toBe(200);
    setClaims(() => ({}));
    expect((await send("POST", "/signin", {}, credentials)).status).toBe(200);
  });
});
