import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { createContext, runInContext } from "node:vm";
import type { Client } from "@latchkey/client";
import { build } from "esbuild";
import { describe, expect, it } from "vitest";
import { bundle } from "../../../test/support/bundle.ts";
import { ADA, BASE_URL, fetchOf, openServer } from "./support/server.ts";

const root = join(import.meta.dirname, "..");

describe("CL01 what the client costs and needs", () => {
  it("CL01 it takes at most 3 kB, minified and gzip", async () => {
    const { gzip } = await bundle('export { createClient } from "@latchkey/client";');
    expect(gzip).toBeLessThanOrEqual(3072);
  });

  it("CL01 it depends on nothing", () => {
    const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as object;
    expect(Object.keys(manifest).filter((key) => /dependencies/i.test(key))).toEqual(["devDependencies"]);
  });

  it("CL01 it needs no more than React Native has: a window, and a fetch without AbortSignal.timeout", async () => {
    const { outputFiles } = await build({
      stdin: { contents: 'export * from "@latchkey/client"', resolveDir: root },
      bundle: true,
      write: false,
      format: "iife",
      globalName: "latchkey",
      target: "es2022",
    });
    const server = openServer();
    const inside = createContext({ fetch: fetchOf(server.handler), AbortSignal: {}, queueMicrotask });
    runInContext("globalThis.window = globalThis", inside);
    runInContext(outputFiles[0]!.text, inside);
    const client = runInContext(
      `let kept = null;
       latchkey.createClient({
         baseUrl: ${JSON.stringify(BASE_URL)},
         tokenStore: { get: () => kept, set: (token) => { kept = token } },
       })`,
      inside,
    ) as Client;
    const seen: string[] = [];
    const stop = client.session.subscribe(({ status }) => seen.push(status));
    await client.session.refresh();
    await client.signUp(ADA);
    await client.session.refresh();
    await client.signOut();
    stop();
    expect(seen).toEqual(["loading", "signed-out", "signed-in", "signed-out"]);
    expect(server.requests).toEqual(["POST /signup", "GET /me", "POST /signout"]);
  });

  it("CL01 the mistake of one subscriber is seen, and neither stops the others nor the sign-in", async () => {
    const program = `
      import { createClient } from "@latchkey/client";
      const user = { id: "1", email: "ada@example.com" };
      const client = createClient({ fetch: async () => Response.json({ user }) });
      process.once("uncaughtException", ({ message }) => console.log(message));
      client.session.subscribe(({ user }) => { if (user) throw new Error("a mistake"); });
      client.session.subscribe(({ status }) => console.log(status));
      console.log((await client.signIn({ email: "ada@example.com", password: "correct horse" })).email);
    `;
    const command = ["--input-type=module", "--eval", program];
    const { stdout } = await promisify(execFile)(process.execPath, command, { cwd: root, timeout: 20_000 });
    expect(stdout.trim().split("\n").sort()).toEqual(["a mistake", "ada@example.com", "loading", "signed-in"]);
  });

  it("CL01 it does not keep a program alive, not even with a subscriber", async () => {
    const program = `
      import { createClient } from "@latchkey/client";
      const tokenStore = { get: () => "a token", set() {} };
      const client = createClient({ baseUrl: "http://127.0.0.1:1/auth", tokenStore });
      client.session.subscribe(({ error }) => error && console.log(error.code));
      await client.session.refresh();
    `;
    const command = ["--input-type=module", "--eval", program];
    const { stdout } = await promisify(execFile)(process.execPath, command, { cwd: root, timeout: 20_000 });
    expect(stdout).toBe("network\n");
  });
});
