import { execFile } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";
import { createAdaptorServer } from "@hono/node-server";
import { createServiceKey } from "@latchkey/service-tokens";
import { openApiDocument } from "@latchkey/http/openapi";
import { serviceTokenRoutes } from "@latchkey/service-tokens";
import { describe, expect, it } from "vitest";
import { conformingFetch } from "../../../test/support/openapi-conformance.ts";
import { bundle } from "../../../test/support/bundle.ts";
import { API, bearer, JWKS_PATH, open, ORIGIN } from "./support/server.ts";

const root = join(import.meta.dirname, "..");
const program = (code: string, ...parameters: string[]) =>
  promisify(execFile)(process.execPath, ["--input-type=module", "--eval", code, ...parameters], {
    cwd: root,
    timeout: 50_000,
  });

/** What somebody writes who has read the documentation of jose and no other. */
const PLAIN = `
  import { createRemoteJWKSet, jwtVerify } from "jose";
  const [url, token, issuer, audience] = process.argv.slice(1);
  const { payload } = await jwtVerify(token, createRemoteJWKSet(new URL(url)), { issuer, audience, typ: "at+jwt" });
  console.log(payload.sub);
`;

describe("a service in another process", () => {
  it("ST01 plain jose verifies a token of either algorithm, from the address of the keys alone", async () => {
    for (const algorithm of ["ES256", "EdDSA"] as const) {
      const server = await open({ keys: [await createServiceKey(algorithm)] });
      const listening = createAdaptorServer({
        fetch: (request: Request) => server.send(request.method, new URL(request.url).pathname.slice("/auth".length)),
      }).listen(0, "127.0.0.1");
      await once(listening, "listening");
      try {
        const session = await server.signUp();
        // The other process has a clock of its own.
        server.clock.advance((Date.now() - server.clock.now()) / 1000);
        const current = (await server.auth.getSession(session)) ? session : await server.signUp();
        const { token } = await server.services().issue(current, API);
        const url = `http://127.0.0.1:${(listening.address() as AddressInfo).port}/auth${JWKS_PATH}`;
        const { stdout } = await program(PLAIN, url, token, ORIGIN, API);
        expect(stdout.trim()).toBe((await server.auth.getUser(current))!.id);
        await expect(program(PLAIN, url, current, ORIGIN, API)).rejects.toThrow("JOSE");
      } finally {
        listening.close();
      }
    }
  });

  it("ST01 the verifier's entry needs jose and nothing else: no core, no http", async () => {
    const { files } = await bundle('export * from "@latchkey/service-tokens/verify";');
    const strange = files.filter((file) => !/^(?:verify|algorithms|options|token-format|.*jose)/.test(file));
    expect(strange).toEqual([]);
    expect(readFileSync(join(root, "src/verify.ts"), "utf8")).not.toMatch(/@latchkey/);
  });

  it("ST01 the command of the README prints a key that signs", async () => {
    const [, command = ""] = /-e '([^']+)'/.exec(readFileSync(join(root, "README.md"), "utf8")) ?? [];
    const { stdout } = await program(command);
    const server = await open({ keys: [stdout.trim()] });
    expect((await server.services().publicKeys()).keys).toHaveLength(1);
  });
});

describe("the OpenAPI document of service tokens", () => {
  it("ST05 every answer of the two routes is what the document says, and all of its operations are met", async () => {
    const server = await open({ keys: [await createServiceKey(), await createServiceKey("EdDSA")] });
    const document = openApiDocument(serviceTokenRoutes(server.services()));
    const { fetch, seen } = conformingFetch((request) => {
      const headers = Object.fromEntries(request.headers);
      const path = new URL(request.url).pathname.slice("/auth".length);
      return request.method === "POST"
        ? request.json().then((body: object) => server.send("POST", path, headers, body))
        : server.send(request.method, path, headers);
    }, document);
    const session = await server.signUp();
    const ask = (body: object, headers: Record<string, string>) =>
      fetch(
        new Request(`${ORIGIN}/auth/token`, {
          method: "POST",
          headers: { "content-type": "application/json", ...headers },
          body: JSON.stringify(body),
        }),
      );
    await ask({ audience: API }, bearer(session));
    await ask({ audience: "x" }, bearer(session));
    await ask({}, bearer(session));
    await ask({ audience: API }, {});
    await ask(
      { audience: API },
      { ...bearer(session), origin: "https://evil.example", cookie: "__Host-latchkey_session=x" },
    );
    await fetch(new Request(`${ORIGIN}/auth${JWKS_PATH}`));
    expect(Object.fromEntries([...seen].map(([name, answers]) => [name, [...answers].sort()]))).toEqual({
      "POST /token": [
        "200 done",
        "400 invalid_input",
        "400 invalid_request",
        "401 unauthenticated",
        "403 forbidden_origin",
      ],
      "GET /.well-known/jwks.json": ["200 done"],
    });
    expect(document.tags.map(({ name }) => name)).toEqual(["Account", "Service tokens"]);
  });
});
