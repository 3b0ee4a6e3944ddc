import { createAuth } from "@latchkey/core";
import { apiKeys } from "@latchkey/core/api-keys";
import { emailChange } from "@latchkey/core/email-change";
import { emailVerification } from "@latchkey/core/email-verification";
import { memoryStorage } from "@latchkey/core/memory";
import { ownAccount } from "@latchkey/core/own-account";
import { passwordChange } from "@latchkey/core/password-change";
import { passwordReset } from "@latchkey/core/password-reset";
import { sessions } from "@latchkey/core/sessions";
import { fastHasher } from "@latchkey/core/testing";
import { usernames } from "@latchkey/core/usernames";
import {
  apiKeyRoutes,
  apiKeyStrategy,
  createAuthenticator,
  createHandler,
  emailChangeRoutes,
  emailVerificationRoutes,
  ownAccountRoutes,
  passwordChangeRoutes,
  passwordResetRoutes,
  sessionRoutes,
  usernameRoutes,
} from "@latchkey/http";
import { array, object, optional, picklist, string } from "valibot";
import { describe, expect, expectTypeOf, it } from "vitest";
import { client, SECRET } from "./support.ts";

const typed = () =>
  createAuth({
    storage: memoryStorage(),
    secret: SECRET,
    passwords: fastHasher(),
    metadata: object({
      theme: optional(picklist(["dark", "light"]), "light"),
      tags: optional(array(object({ name: optional(string()) }))),
    }),
    claims: () => ({ role: "admin" as const }),
  });

describe("F45 an auth with types of its own can be mounted", () => {
  it("F45 createHandler and every route list take it", () => {
    const auth = typed();
    const send = () => {};
    const routes = [
      ...sessionRoutes(sessions(auth)),
      ...usernameRoutes(usernames(auth)),
      ...ownAccountRoutes(ownAccount(auth)),
      ...apiKeyRoutes(apiKeys(auth)),
      ...passwordChangeRoutes(passwordChange(auth)),
      ...passwordResetRoutes(passwordReset(auth, { send })),
      ...emailVerificationRoutes(emailVerification(auth, { send })),
      ...emailChangeRoutes(emailChange(auth, { send, notify: send })),
    ];
    expect(createHandler(auth, { routes, strategies: [apiKeyStrategy(apiKeys(auth))] })).toBeTypeOf("function");
  });

  it("F45 createAuthenticator returns the types of metadata and claims", async () => {
    const auth = typed();
    const authenticate = createAuthenticator(auth);
    const { token } = await auth.signUp({ email: "ada@example.com", password: "correct horse", metadata: {} });
    const request = new Request("https://api.example.com/", { headers: { authorization: `Bearer ${token}` } });
    const found = await authenticate(request);
    expectTypeOf(found!.user.metadata!.theme).toEqualTypeOf<"dark" | "light">();
    expectTypeOf(found!.claims.role).toEqualTypeOf<"admin">();
    expect(found).toMatchObject({ user: { metadata: { theme: "light" } }, claims: { role: "admin" } });
  });
});

describe("F46 routes are routes", () => {
  const { auth } = client();

  it.each([
    ["a companion", sessions(auth)],
    ["a companion in a list", [sessions(auth)]],
    ["a list in a list", [sessionRoutes(sessions(auth))]],
    ["nothing in a list", [undefined]],
    ["null", null],
  ])("F46 %s in the place of routes is a TypeError that says what to write", (_, routes) => {
    expect(() => createHandler(auth, { routes: routes as never })).toThrow(
      new TypeError("routes takes a list of routes, like [...sessionRoutes(sessions(auth))]"),
    );
  });
});
