import { createAuth, type AuthOptions } from "@latchkey/core";
import { apiKeys } from "@latchkey/core/api-keys";
import { emailChange } from "@latchkey/core/email-change";
import { emailVerification } from "@latchkey/core/email-verification";
import { memoryStorage } from "@latchkey/core/memory";
import { passwordChange } from "@latchkey/core/password-change";
import { passwordReset } from "@latchkey/core/password-reset";
import { requireVerifiedEmail } from "@latchkey/core/require-verified-email";
import { fastHasher } from "@latchkey/core/testing";
import {
  apiKeyRoutes,
  apiKeyStrategy,
  createHandler,
  emailChangeRoutes,
  emailVerificationRoutes,
  passwordChangeRoutes,
  passwordResetRoutes,
} from "@latchkey/http";
import { describe, expect, it } from "vitest";
import { createClient } from "../../../../test/conversation/client.ts";
import { emailRouteCases } from "../../../../test/conversation/email-routes.cases.ts";
import { passwordRouteCases } from "../../../../test/conversation/password-routes.cases.ts";
import { codeOf, cookiePair, ORIGIN, PASSWORD, SECRET } from "../support.ts";

/** A handler with every route of passwords and addresses, and the mails that it has sent. */
function mount(options: Partial<AuthOptions> = {}) {
  const auth = createAuth({
    storage: memoryStorage(),
    secret: SECRET,
    passwords: fastHasher(),
    guards: [],
    ...options,
  });
  const pending: Promise<void>[] = [];
  const sent = new Map<string, { token?: string }>();
  const waitUntil = (work: Promise<void>) => void pending.push(work);
  const send = (mail: { user: { email: string }; email?: string; token: string }) =>
    void sent.set(mail.email ?? mail.user.email, mail);
  const notify = (notice: { previousEmail: string }) => void sent.set(notice.previousEmail, notice as object);
  const routes = [
    ...passwordChangeRoutes(passwordChange(auth)),
    ...passwordResetRoutes(passwordReset(auth, { send, waitUntil })),
    ...emailVerificationRoutes(emailVerification(auth, { send, waitUntil })),
    ...emailChangeRoutes(emailChange(auth, { send, notify, waitUntil })),
  ];
  const keys = apiKeys(auth);
  const handler = createHandler(auth, {
    routes: [...routes, ...apiKeyRoutes(keys)],
    strategies: [apiKeyStrategy(keys)],
    trustedOrigins: ["https://app.example.com"],
  });
  const last = async (address: string) => {
    while (pending.length > 0) await pending.shift();
    return sent.get(address)?.token ?? "";
  };
  const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    handler(
      new Request(`${ORIGIN}/auth${path}`, {
        method: "POST",
        headers: { "content-type": "application/json", origin: ORIGIN, ...headers },
        body: JSON.stringify(body),
      }),
    );
  const newcomer = async () => {
    const email = `${crypto.randomUUID()}@example.com`;
    const cookie = cookiePair(await post("/signup", { email, password: PASSWORD }));
    return { email, cookie, token: cookie.split("=")[1]! };
  };
  return { auth, handler, post, newcomer, last, sent, routes };
}

describe("the conversation about passwords and addresses", () => {
  const { handler, last } = mount();
  const client = createClient({
    fetch: handler,
    origin: ORIGIN,
    secureCookie: true,
    trustedOrigin: "https://app.example.com",
  });
  for (const [name, prove] of Object.entries({ ...passwordRouteCases({ last }), ...emailRouteCases({ last }) }))
    it(name, () => prove(client));
});

describe("the routes of passwords and addresses", () => {
  it("P04 answer POST at exactly these paths", () => {
    const paths = [
      "/password/change",
      "/password/forgot",
      "/password/reset",
      "/email/send-verification",
      "/email/verify",
      "/email/change",
      "/email/confirm",
    ];
    expect(mount().routes.map(({ method, path }) => `${method} ${path}`)).toEqual(paths.map((path) => `POST ${path}`));
  });

  it("CK08 CK11 open no session for a cross-site page, and change nothing by the cookie of its visitor", async () => {
    const { auth, post, newcomer, last } = mount();
    const { email, cookie, token } = await newcomer();
    await post("/password/forgot", { email });
    const link = await last(email);
    const crossSite = { "sec-fetch-site": "cross-site", origin: "https://evil.example" };
    for (const [path, body] of [
      ["/password/reset", { token: link, password: "a new password" }],
      ["/password/change", { currentPassword: PASSWORD, newPassword: "a new password" }],
      ["/email/verify", { token: link, password: PASSWORD }],
      ["/email/change", { email: "eve@example.com", currentPassword: PASSWORD }],
      ["/email/confirm", { token: link }],
      ["/email/send-verification", undefined],
    ] as const) {
      const response = await post(path, body, { cookie, ...crossSite });
      expect([path, response.status, await codeOf(response)]).toEqual([path, 403, "forbidden_origin"]);
    }
    expect(await auth.getUser(token)).not.toBeNull();
  });

  it("Y20 put a token into the body only for a bearer client", async () => {
    const { post, newcomer, last } = mount();
    const person = await newcomer();
    await post("/password/forgot", { email: person.email });
    const reset = await post(
      "/password/reset",
      { token: await last(person.email), password: "a new password" },
      { "session-carrier": "bearer" },
    );
    const body = (await reset.json()) as { token: string };
    expect([reset.headers.get("set-cookie"), typeof body.token]).toEqual([null, "string"]);

    const browser = await newcomer();
    for (const headers of [{ cookie: browser.cookie, "session-carrier": "bearer" }]) {
      const changed = await post(
        "/password/change",
        { currentPassword: PASSWORD, newPassword: "a new password" },
        headers,
      );
      expect([changed.status, Object.keys((await changed.json()) as object)]).toEqual([200, ["user"]]);
      expect(changed.headers.get("set-cookie")).toContain("HttpOnly");
    }

    const app = await newcomer();
    const changed = await post(
      "/password/change",
      { currentPassword: PASSWORD, newPassword: "a new password" },
      { authorization: `Bearer ${app.token}` },
    );
    expect(Object.keys((await changed.json()) as object)).toEqual(["user", "token", "expiresAt"]);
    expect(changed.headers.get("set-cookie")).toBeNull();
  });

  it("P24 a bad cookie does not hide a good header", async () => {
    const { auth, post, newcomer, last } = mount();
    const [{ email, token }, other] = [await newcomer(), await newcomer()];
    const headers = { cookie: other.cookie.replace(other.token, "gibberish"), authorization: `Bearer ${token}` };
    await post("/email/send-verification", undefined, headers);
    const verified = await post("/email/verify", { token: await last(email) }, { ...headers, cookie: other.cookie });
    const { token: renewed } = (await verified.json()) as { token: string };
    expect(await auth.getUser(renewed)).toMatchObject({ email, emailVerified: true });
    expect(await auth.getUser(other.token)).toMatchObject({ emailVerified: false });
  });

  it("HT07 use the Host of a request in no mail and no answer", async () => {
    const { handler, newcomer, last, sent } = mount();
    const { email } = await newcomer();
    const headers = {
      "content-type": "application/json",
      host: "evil.example",
      "x-forwarded-host": "evil.example",
      forwarded: "host=evil.example",
      referer: "https://evil.example/",
    };
    const response = await handler(
      new Request("https://evil.example/auth/password/forgot", {
        method: "POST",
        headers,
        body: JSON.stringify({ email }),
      }),
    );
    expect([response.status, await response.text(), [...response.headers.values()].join()]).toEqual([
      200,
      '{"success":true}',
      expect.not.stringContaining("evil"),
    ]);
    await last(email);
    expect(JSON.stringify([...sent.values()])).not.toContain("evil");
  });

  it("SI01 /password/forgot answers with the same body and headers for every state of an account", async () => {
    const { auth, post, newcomer } = mount();
    const known = await newcomer();
    const resetting = await newcomer();
    await post("/password/forgot", { email: resetting.email });
    const answers = [];
    for (const email of [known.email, resetting.email, "nobody@example.com"]) {
      const response = await post("/password/forgot", { email });
      answers.push([response.status, await response.text(), [...response.headers]]);
    }
    expect(answers[1]).toEqual(answers[0]);
    expect(answers[2]).toEqual(answers[0]);
    expect(await auth.getUser(known.token)).not.toBeNull();
  });

  it("Y36 with requireVerifiedEmail, an unverified user gets 403, and only after the right password", async () => {
    const { post, newcomer, last } = mount({ guards: [requireVerifiedEmail()] });
    const { email, cookie } = await newcomer();
    const signIn = async (password: string) => {
      const response = await post("/signin", { email, password });
      return [response.status, response.status === 200 ? null : await codeOf(response)];
    };
    expect(await signIn("the wrong password")).toEqual([401, "invalid_credentials"]);
    expect(await signIn(PASSWORD)).toEqual([403, "email_not_verified"]);
    await post("/email/send-verification", undefined, { cookie });
    expect((await post("/email/verify", { token: await last(email), password: PASSWORD })).status).toBe(200);
    expect(await signIn(PASSWORD)).toEqual([200, null]);
  });

  it.each([
    ["/password/change", { currentPassword: 1, newPassword: 2 }, "currentPassword"],
    ["/password/forgot", {}, "email"],
    ["/password/reset", { token: ["x"], password: "a new password" }, "token"],
    ["/email/verify", { token: null }, "token"],
    ["/email/change", { email: "a@example.com", currentPassword: false }, "currentPassword"],
    ["/email/confirm", { token: "x", password: {} }, "password"],
  ])("ID08 %s refuses %o and names %s", async (path, body, field) => {
    const { post, newcomer } = mount();
    const response = await post(path, body, { cookie: (await newcomer()).cookie });
    expect([response.status, await response.json()]).toEqual([
      400,
      expect.objectContaining({ code: "invalid_request", field }),
    ]);
  });
});
