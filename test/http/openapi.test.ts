import { createAuth } from "@latchkey/core";
import { memoryStorage } from "@latchkey/core/memory";
import { fastHasher } from "@latchkey/core/testing";
import { createHandler } from "@latchkey/http";
import { openApiDocument, openApiRoutes, type OpenApiDocument } from "@latchkey/http/openapi";
import { createConfig, lintFromString } from "@redocly/openapi-core";
import { Validator } from "@seriousme/openapi-schema-validator";
import spectral from "@stoplight/spectral-core";
import rulesets from "@stoplight/spectral-rulesets";
import { object, optional, string } from "valibot";
import { afterAll, describe, expect, it } from "vitest";
import { conversation } from "../conversation/index.ts";
import { conformingFetch } from "../support/openapi-conformance.ts";
import { allRoutes } from "../support/all-routes.ts";
import { inProcess, ORIGIN, SECRET } from "../support/server.ts";

const { routes: everyRoute = [] } = allRoutes(createAuth({ storage: memoryStorage(), secret: SECRET }), () => {});
const document = openApiDocument(everyRoute);
const { paths, components } = document;
const operations = Object.entries(paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ name: `${method.toUpperCase()} ${path}`, operation })),
);

/** What Redocly (`recommended`) and Spectral (`spectral:oas`) find in a document: errors, warnings and hints. */
async function lint(found: OpenApiDocument): Promise<readonly string[]> {
  const source = JSON.stringify(found);
  const config = await createConfig({ extends: ["recommended"] });
  const redocly = await lintFromString({ source, config, absoluteRef: "/openapi.json" });
  const linter = new spectral.Spectral();
  linter.setRuleset({ extends: [rulesets.oas as never] });
  return [
    ...redocly.map(({ ruleId, message, location }) => `redocly ${ruleId}: ${message} ${location[0]?.pointer}`),
    ...(await linter.run(source)).map(({ code, message, path }) => `spectral ${code}: ${message} ${path.join("/")}`),
  ];
}

describe("the OpenAPI document", () => {
  it("is one of version 3.1", async () => {
    expect(await new Validator().validate(JSON.parse(JSON.stringify(document)) as Record<string, unknown>)).toEqual({
      valid: true,
    });
  });

  it("is served where it is asked for, and nowhere else", async () => {
    const auth = createAuth({ storage: memoryStorage(), secret: SECRET, passwords: fastHasher() });
    const ask = (routes = openApiRoutes(everyRoute)) =>
      createHandler(auth, { routes })(new Request(`${ORIGIN}/auth/openapi.json`));
    expect(await (await ask()).json()).toEqual(document);
    expect((await ask([])).status).toBe(404);
  });

  it.each([
    ["the routes that every handler has", []],
    ["all routes", everyRoute],
  ])("F54 Redocly and Spectral find nothing to warn about, with %s", async (_, routes) => {
    const contact = { name: "The accounts team", url: "https://example.org/help", email: "help@example.org" };
    expect(await lint(openApiDocument(routes, { contact, license: { name: "MIT", identifier: "MIT" } }))).toEqual([]);
    // An application alone knows its contact and its licence.
    expect(await lint(openApiDocument(routes))).toEqual([
      expect.stringMatching(/^redocly info-license: /),
      expect.stringMatching(/^spectral info-contact: /),
    ]);
  });

  it("a route of one's own is in it where it has a description", () => {
    const description = { id: "sayHello", tag: "Greetings", summary: "Say hello", description: "Says hello." };
    const own = { method: "GET" as const, path: "/hello/:name", handle: async () => ({ body: { hello: "Ada" } }) };
    const query = object({ loud: optional(string()) });
    const described = {
      ...own,
      description: { ...description, query, answer: object({ hello: string() }), done: "Hello." },
    };
    expect(openApiDocument([own]).paths).not.toHaveProperty("/hello/{name}");
    const { paths: found, components: parts } = openApiDocument([described]);
    expect(found["/hello/{name}"]!.get).toMatchObject({
      operationId: "sayHello",
      tags: ["Greetings"],
      parameters: [
        { name: "name", in: "path", required: true },
        { name: "loud", in: "query", required: false },
      ],
      responses: { 200: { description: "Hello." }, 401: { description: "unauthenticated" } },
    });
    expect(parts.schemas).toHaveProperty("SayHelloAnswer.properties.hello.type", "string");
  });

  it("F54 every operation has an id of its own, a tag, a summary and a description", () => {
    expect(new Set(operations.map(({ operation }) => operation.operationId)).size).toBe(operations.length);
    for (const { name, operation } of operations) {
      const { tags, summary, description } = operation;
      expect([name, tags.length, summary === "", description.endsWith(".")]).toEqual([name, 1, false, true]);
    }
  });

  it("F54 only routes that answer without a session look public", () => {
    const without = operations.filter(({ operation }) => operation.security !== undefined);
    expect(document.security).toEqual([{ cookie: [] }, { bearer: [] }]);
    expect(Object.fromEntries(without.map(({ name, operation }) => [name, operation.security!.length]))).toEqual({
      "POST /signup": 0,
      "POST /signin": 0,
      "GET /methods": 0,
      "POST /signup/username": 0,
      "POST /signin/username": 0,
      "POST /signin/mail": 0,
      "POST /signin/mail/confirm": 0,
      "POST /password/forgot": 0,
      "POST /password/reset": 0,
      "POST /signout": 3,
      "POST /email/verify": 3,
      "POST /email/confirm": 3,
    });
  });

  it("F54 a client can ask for a bearer token, by a header that the document has", async () => {
    const asking = operations.filter(({ operation }) => operation.parameters !== undefined).map(({ name }) => name);
    expect(asking.sort()).toEqual([
      "GET /me",
      "POST /email/verify",
      "POST /password/reset",
      "POST /signin",
      "POST /signin/mail",
      "POST /signin/mail/confirm",
      "POST /signin/username",
      "POST /signup",
      "POST /signup/username",
    ]);
    expect(components.parameters).toEqual({
      SessionCarrier: expect.objectContaining({ name: "Session-Carrier", in: "header", required: false }),
    });
    expect(components.schemas).toMatchObject({
      SignedIn: { properties: { token: { type: "string" }, expiresAt: { format: "date-time" } }, required: ["user"] },
    });
  });

  it("F54 the code of an error is one of a list", () => {
    const { enum: codes } = components.schemas!.ErrorCode as { enum: readonly string[] };
    const used = operations.flatMap(({ operation }) =>
      Object.values(operation.responses).flatMap(({ content }) =>
        Object.keys(content?.["application/json"].examples ?? {}),
      ),
    );
    expect(codes).toEqual(expect.arrayContaining([...used, "method_not_allowed", "internal"]));
    expect(components.schemas!.Error).toMatchObject({
      properties: { code: { $ref: "#/components/schemas/ErrorCode" } },
    });
  });

  it("F54 has a User schema, and no component that nothing refers to", () => {
    expect(components.schemas).toMatchObject({ User: { type: "object" }, Session: {}, ApiKey: {} });
    const few = openApiDocument().components;
    expect(Object.keys(few.schemas!).sort()).toEqual(
      ["Error", "ErrorCode", "Methods", "SignInInput", "SignUpInput", "SignedIn", "Success", "User"].sort(),
    );
  });
});

describe("every answer of the conversation is what the document says", () => {
  const storage = memoryStorage();
  const options = inProcess(() => storage, { name: "memory", secureCookie: true });
  const { fetch, seen } = conformingFetch(options.fetch, document);
  for (const { name, run } of conversation({ ...options, fetch })) it(name, run);

  afterAll(() => {
    expect([...seen.keys()].sort()).toEqual(operations.map(({ name }) => name).sort());
    for (const [name, answers] of seen)
      expect([name, [...answers].some((answer) => /^20\d done$/.test(answer))]).toEqual([name, true]);
  });
});
