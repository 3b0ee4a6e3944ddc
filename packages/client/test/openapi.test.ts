import { createClient, withMailSignIn, type Client, type MailSignInActions, type Methods } from "@latchkey/client";
import { createAuth } from "@latchkey/core";
import { memoryStorage } from "@latchkey/core/memory";
import { openApiDocument } from "@latchkey/http/openapi";
import { describe, expect, it } from "vitest";
import { allRoutes } from "../../../test/support/all-routes.ts";
import { conformingFetch } from "../../../test/support/openapi-conformance.ts";
import { ADA, BASE_URL, BOB, browserFetch, openServer } from "./support/server.ts";

const secret = "a secret of this project, 32 bytes or more";
const { routes = [] } = allRoutes(createAuth({ storage: memoryStorage(), secret }), () => {});
const document = openApiDocument(routes);

/** Every method of a client that is a route, by its path: `password.reset`. */
function methodsOf(client: object, path = ""): string[] {
  return Object.entries(client).flatMap(([name, value]) => {
    if (name === "session" || typeof value === "string") return [];
    return typeof value === "function" ? [path + name] : methodsOf(value as object, `${path}${name}.`);
  });
}

/** The same client, which notes what is called. */
function noting<T extends object>(client: T, called: Set<string>, path = ""): T {
  return new Proxy(client, {
    get(target, name: string) {
      const value: unknown = Reflect.get(target, name);
      if (name === "session") return value;
      if (typeof value === "object") return noting(value as object, called, `${path}${name}.`);
      called.add(path + name);
      return value;
    },
  });
}

/** A life in which everything happens once. */
async function live(client: Client, mails: { last(address: string): Promise<string> }): Promise<void> {
  expect(await client.methods()).toMatchObject({ password: { signUp: true, minLength: 8 }, apiKeys: {} });
  await client.signUp({ ...ADA, metadata: { theme: "dark" } });
  await client.email.sendVerification();
  expect(await client.email.verify({ token: await mails.last(ADA.email) })).toMatchObject({ emailVerified: true });
  expect(await client.account.update({ metadata: { theme: "light" } })).toMatchObject({ metadata: { theme: "light" } });
  expect((await client.refresh()).expiresAt).toMatch(/^\d{4}-/);
  expect((await client.session.refresh()).user?.email).toBe(ADA.email);
  const password = "correct horse stapler";
  await client.password.change({ currentPassword: ADA.password, newPassword: password });

  const key = await client.apiKeys.create({ name: "Laptop", currentPassword: password });
  expect(key.key.startsWith(key.hint)).toBe(true);
  const { key: _, ...listed } = key;
  expect(await client.apiKeys.list()).toEqual([listed]);
  await client.apiKeys.delete(key.id);
  await client.prove({ password });

  expect(await client.sessions.list()).toHaveLength(1);
  expect(await client.sessions.endOthers()).toBeTypeOf("number");
  await client.email.change({ email: BOB.email, currentPassword: password });
  expect(await client.email.confirm({ token: await mails.last(BOB.email) })).toMatchObject({ email: BOB.email });
  await client.signOut();
  await client.signIn({ email: BOB.email, password });
  await client.password.forgot({ email: BOB.email });
  await client.password.reset({ token: await mails.last(BOB.email), password: BOB.password });
  const [session] = await client.sessions.list();
  await client.sessions.end(session!.id);
  await client.signIn(BOB);
  await client.sessions.endAll();

  await client.signUp({ ...ADA, username: "ada" });
  await client.signIn({ username: "ada", password: ADA.password });
  await client.account.delete({ currentPassword: ADA.password });
}

/** The routes that `withMailSignIn` has. */
async function liveByMail(client: MailSignInActions, mails: { last(address: string): Promise<string> }): Promise<void> {
  await client.requestMailSignIn({ email: BOB.email });
  const [, code = ""] = (await mails.last(`mail ${BOB.email}`)).split(" ");
  expect(await client.confirmMailSignIn({ code })).toMatchObject({ email: BOB.email, emailVerified: true });
  await client.requestMailProof();
  await client.confirmMailProof({ code: await mails.last(`proof ${BOB.email}`) });
}

describe("F54 the client against the OpenAPI document", () => {
  it("F54 no route lacks its method, no method its route, and every answer is what the document says", async () => {
    const { handler, mails } = openServer();
    const { fetch, seen } = conformingFetch(handler, document);
    const client = createClient({ baseUrl: BASE_URL, fetch: browserFetch(fetch) });
    const called = new Set<string>();
    await live(noting(client, called), mails);
    await liveByMail(withMailSignIn(client), mails);

    const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect([...seen.keys()].sort()).toEqual(operations.sort());
    const forWaysIn = ["request", "openSession", "endSession"];
    expect([...called].sort()).toEqual(
      methodsOf(client)
        .filter((name) => !forWaysIn.includes(name))
        .sort(),
    );
    // signUp and signIn have two routes each, and session.refresh has GET /me.
    const ofClient = operations.filter((operation) => !operation.includes("/mail"));
    expect(called.size).toBe(ofClient.length - 3);
  });

  it("F54 its type of GET /methods has the keys of the document", () => {
    const keys: Record<keyof Methods, true> = {
      password: true,
      username: true,
      passwordReset: true,
      passwordChange: true,
      emailVerification: true,
      emailChange: true,
      sessions: true,
      ownAccount: true,
      proof: true,
      mailSignIn: true,
      passkeys: true,
      secondFactor: true,
      oauth: true,
      identities: true,
      apiKeys: true,
    };
    const { properties } = (document.components.schemas!.Methods as { properties: { methods: { properties: object } } })
      .properties.methods;
    expect(Object.keys(keys).sort()).toEqual(Object.keys(properties).sort());
  });
});
