import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createServiceKey } from "@latchkey/service-tokens";
import { afterAll, describe, expect, it } from "vitest";
import { EXAMPLES, startExample } from "../support/example.ts";
import { startProgram } from "../support/program.ts";
import { temporaryFolder } from "../support/storages.ts";

const files = temporaryFolder();
const stops: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const stop of stops) await stop();
  files.remove();
});

/** Starts the second service, which gets nothing but an address. */
async function startOrders(jwksUrl: string): Promise<string> {
  const cwd = join(EXAMPLES, "microservices");
  const { PATH } = process.env;
  const program = startProgram(["node", "orders.ts"], { cwd, env: { PATH, PORT: "0", JWKS_URL: jwksUrl } });
  stops.push(program.kill);
  return new Promise((resolve, reject) => {
    program.listen((text) => {
      const [, port] = /http:\/\/localhost:(\d+)/.exec(text) ?? [];
      if (port) resolve(`http://127.0.0.1:${port}`);
    });
    program.ended.then(() => reject(new Error(program.said())), reject);
  });
}

describe("examples/microservices", () => {
  it("ST01 the second service knows the address of the keys alone, and takes their tokens and no others", async () => {
    const accounts = await startExample("microservices", {
      DATABASE_FILE: join(files.path, "accounts.db"),
      SERVICE_KEY: JSON.stringify(await createServiceKey()),
    });
    stops.push(accounts.stop);
    const orders = await startOrders(`${accounts.origin}/auth/.well-known/jwks.json`);
    const post = async (path: string, body: object, headers: Record<string, string> = {}) => {
      const init = { "content-type": "application/json", "session-carrier": "bearer", ...headers };
      const answer = await fetch(`${accounts.origin}/auth${path}`, {
        method: "POST",
        headers: init,
        body: JSON.stringify(body),
      });
      return (await answer.json()) as { token: string; user: { id: string } };
    };
    const ask = async (token: string) => {
      const answer = await fetch(orders, { headers: { authorization: `Bearer ${token}` } });
      return [answer.status, await answer.json()];
    };
    const ada = await post("/signup", { email: "ada@example.com", password: "correct horse battery" });
    const audience = "https://orders.example.com";
    const { token } = await post("/token", { audience }, { authorization: `Bearer ${ada.token}` });
    expect(await ask(token)).toEqual([200, { orders: [], of: ada.user.id }]);
    expect(await ask(ada.token)).toEqual([401, { error: "This is no service token", code: "wrong_type" }]);
    expect(await ask(`${token.slice(0, -4)}AAAA`)).toEqual([401, expect.objectContaining({ code: "wrong_signature" })]);
  });

  it("ST01 its program imports nothing of accounts but the verifier", () => {
    const text = readFileSync(join(EXAMPLES, "microservices/orders.ts"), "utf8");
    expect([...text.matchAll(/from "(.*)"/g)].map(([, name]) => name)).toEqual([
      "@hono/node-server",
      "@latchkey/service-tokens/verify",
    ]);
    expect(text).not.toMatch(/SECRET|SERVICE_KEY|DATABASE/);
  });
});
