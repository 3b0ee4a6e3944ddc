import { createAuth } from "@latchkey/core";
import { memoryStorage } from "@latchkey/core/memory";
import { fastHasher } from "@latchkey/core/testing";
import { createHandler } from "@latchkey/http";
import { openApiDocument, openApiRoutes } from "@latchkey/http/openapi";
import { Validator } from "@seriousme/openapi-schema-validator";
import { afterAll, describe, expect, it } from "vitest";
import { conversation } from "./conversation/index.ts";
import { conforming } from "./support/conforming.ts";
import { wholeLife } from "./support/life.ts";
import { inProcess, ORIGIN, SECRET } from "./support/server.ts";

const { routes: life = [] } = wholeLife(createAuth({ storage: memoryStorage(), secret: SECRET }), () => {});
const document = openApiDocument(life);
const { paths } = document as { paths: Record<string, Record<string, object>> };
const operations = Object.entries(paths).flatMap(([path, methods]) =>
  Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
);

describe("the OpenAPI document", () => {
  it("is one of version 3.1", async () => {
    expect(await new Validator().validate(JSON.parse(JSON.stringify(document)) as Record<string, unknown>)).toEqual({
      valid: true,
    });
  });

  it("is served where it is asked for, and nowhere else", async () => {
    const auth = createAuth({ storage: memoryStorage(), secret: SECRET, passwords: fastHasher() });
    const ask = (routes = openApiRoutes(life)) =>
      createHandler(auth, { routes })(new Request(`${ORIGIN}/auth/openapi.json`));
    expect(await (await ask()).json()).toEqual(document);
    expect((await ask([])).status).toBe(404);
  });
});

describe("every answer of the conversation is what the document says", () => {
  const storage = memoryStorage();
  const options = inProcess(() => storage, { name: "memory", secureCookie: true });
  const { fetch, seen } = conforming(options.fetch, document);
  for (const { name, run } of conversation({ ...options, fetch })) it(name, run);

  afterAll(() => {
    expect([...seen.keys()].sort()).toEqual(operations.sort());
    for (const answers of seen.values()) expect(answers).toContain("200 done");
  });
});
