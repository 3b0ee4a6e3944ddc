import { apiKeys } from "@latchkey/core/api-keys";
import { identities } from "@latchkey/core/identities";
import { openApiDocument } from "@latchkey/http/openapi";
import { createConfig, lintFromString } from "@redocly/openapi-core";
import { describe, expect, it } from "vitest";
import { conformingFetch } from "../../../test/support/openapi-conformance.ts";
import { adminRoutes } from "../src/index.ts";
import { ask } from "./api-client.ts";
import { openConsole, PASSWORD } from "./console.ts";
import { waysInOf } from "./ways-in.ts";

const { panel } = await openConsole();
const contact = { name: "The accounts team", url: "https://example.org/help", email: "help@example.org" };
const document = openApiDocument(adminRoutes(panel), {
  basePath: "/admin",
  contact,
  license: { name: "MIT", identifier: "MIT" },
});
const operations = Object.entries(document.paths)
  .flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { tags }]) => ({ name: `${method.toUpperCase()} ${path}`, tags })),
  )
  .filter(({ tags }) => tags.includes("Administration"))
  .map(({ name }) => name);

describe("the OpenAPI document of the administrators' routes", () => {
  it("AD03 has every route, and Redocly finds nothing to warn about", async () => {
    const paths = adminRoutes(panel).map(({ method, path }) => `${method} ${path.replace(":id", "{id}")}`);
    expect(operations.toSorted()).toEqual(paths.toSorted());
    const config = await createConfig({ extends: ["recommended"] });
    const found = await lintFromString({ source: JSON.stringify(document), config, absoluteRef: "/openapi.json" });
    expect(found.map(({ message, location }) => `${message} ${location[0]?.pointer}`)).toEqual([]);
  });

  it("AD03 says what every route answers, and how it refuses", async () => {
    const { handler: own, auth, signIn, clock, storage } = await openConsole();
    const { fetch: handler, seen } = conformingFetch(own, document);
    const token = await signIn();
    const to = (method: string, path: string, body?: object) => ask(handler, { method, path, token, body });
    const create = async (email: string) =>
      (await to("POST", "/api/users", { email, password: PASSWORD, username: email.slice(0, 3) })).body.user
        .id as string;
    const id = await create("ada@example.com");
    const user = `/api/users/${id}`;
    const { session, token: adas } = await auth.signIn({ email: "ada@example.com", password: PASSWORD });
    const { id: keyId } = await apiKeys(auth).admin.create(id, { name: "backup" });
    const proved = { provider: "test", subject: "1", email: null, emailIsProven: false };
    await identities(auth).link(adas, proved);
    const stored = (await storage.users.find(id))!.user;
    const [passkey, factor] = waysInOf(stored);
    await storage.passkeys.insert(passkey, stored.sessionVersion);
    await storage.factors.insert(factor, [], { sessionVersion: stored.sessionVersion });
    await to("PATCH", user, { metadata: { likes: "tea" }, appMetadata: { role: "member" } });
    for (const path of [
      "/api/users?limit=1&disabled=false",
      user,
      `${user}/export`,
      "/api/audit?limit=1",
      `${user}/audit`,
    ])
      expect((await to("GET", path)).status).toBe(200);
    const inputs: Record<string, object> = {
      password: { password: `${PASSWORD} again` },
      "end-session": { sessionId: session.id },
      "delete-api-key": { keyId },
      "delete-passkey": { passkeyId: passkey.id },
      "unlink-identity": { provider: "test", subject: "1" },
    };
    const names = operations
      .filter((name) => name.startsWith("POST /api/users/{id}/"))
      .map((name) => name.split("/").at(-1)!);
    const last = (name: string) => (name === "erase" ? 2 : name === "password" ? 1 : 0);
    for (const name of names.toSorted((a, b) => last(a) - last(b)))
      expect([name, (await to("POST", `${user}/${name}`, inputs[name])).body]).toEqual([name, { success: true }]);
    expect((await to("DELETE", `/api/users/${await create("bob@example.com")}`)).status).toBe(200);
    for (const name of operations) expect([name, seen.get(name)?.has("200 done")]).toEqual([name, true]);

    const bodyOf = (name: string) =>
      /^(?:GET|DELETE) /.test(name) ? undefined : (inputs[name.split("/").at(-1)!] ?? {});
    // What each refuses: nobody's request, an administrator whose proof is old, and what there is not.
    for (const name of operations) {
      const [method = "", path = ""] = name.split(" ");
      await ask(handler, { method, path: path.replace("{id}", id) });
      await to(method, path.replace("{id}", crypto.randomUUID()), bodyOf(name));
    }
    clock.advance(3600);
    for (const name of operations) {
      const [method = "", path = ""] = name.split(" ");
      await to(method, path.replace("{id}", id), bodyOf(name));
    }
    expect([...seen.values()].every((answers) => answers.has("401 unauthenticated"))).toBe(true);
  });
});
