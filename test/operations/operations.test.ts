import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createAuth, type Auth, type SecretRing } from "@latchkey/core";
import { memoryStorage } from "@latchkey/core/memory";
import { fastHasher } from "@latchkey/core/testing";
import { convertV4MiniflareOptions, Miniflare } from "miniflare";
import { build } from "esbuild";
import { describe, expect, it } from "vitest";
import { PASSWORD, SECRET } from "../support/lived-in.ts";
import { samplesIn } from "../support/samples/readme.ts";
import { triedFile } from "../support/samples/tried.ts";

const NEXT = "mS4xQ9vT2kZ7nB5wR8jL3cY6pF1hD0gE";
const ADA = { email: "ada@example.com", password: PASSWORD };

describe("F29 TK08 a fleet changes its secret", () => {
  /** Two servers over one storage; each step reaches one after the other. Gives the tokens that somebody refused. */
  async function rollOut(steps: readonly SecretRing[]): Promise<string[]> {
    const storage = memoryStorage();
    const server = (secret: SecretRing) => createAuth({ storage, secret, passwords: fastHasher(), guards: [] });
    const fleet: Auth[] = [server(steps[0]!), server(steps[0]!)];
    const tokens = [(await fleet[0]!.signUp(ADA)).token];
    const refused: string[] = [];
    for (const [number, step] of steps.entries()) {
      for (const at of [0, 1]) {
        fleet[at] = server(step);
        for (const auth of fleet) tokens.push((await auth.signIn(ADA)).token);
        for (const [who, auth] of fleet.entries()) {
          for (const token of tokens) {
            const isTaken = (await auth.getUser(token)) !== null && (await auth.verifyToken(token));
            if (!isTaken) refused.push(`step ${number}, server ${who}`);
          }
        }
      }
    }
    return refused;
  }

  it("as docs/operations.md says, in steps between which no token is refused", async () => {
    const { steps } = (await import(triedFile("rotation"))) as {
      steps: (before: string, next: string) => SecretRing[];
    };
    const [before, appended, first, last] = steps(SECRET, NEXT);
    expect(await rollOut([before!, appended!, first!])).toEqual([]);
    // The last step waits for a session's lifetime: at once, it refuses what the old secret signed.
    expect(await rollOut([before!, appended!, first!, last!])).not.toEqual([]);
    // A new secret that signs before everybody knows it.
    expect(await rollOut([before!, first!])).not.toEqual([]);
  });

  it("from a lone secret likewise, under the id that the lone one has", async () => {
    const { idOf } = (await import(triedFile("lone-secret"))) as { idOf: (secret: string) => string };
    const [old, next] = [SECRET, NEXT].map((secret) => ({ id: idOf(secret), secret }));
    expect(await rollOut([SECRET, [old!, next!], [next!, old!]])).toEqual([]);
    // Under another id, those who know it alone refuse it.
    expect(await rollOut([SECRET, [{ id: "2026", secret: SECRET }, next!]])).not.toEqual([]);
  });

  it("and after a session's lifetime the old one may go: nobody holds a token of it", async () => {
    const storage = memoryStorage();
    let now = Date.parse("2030-01-01T00:00:00Z");
    const server = (secret: SecretRing) =>
      createAuth({ storage, secret, passwords: fastHasher(), guards: [], now: () => now });
    const { token } = await server(SECRET).signUp(ADA);
    const during = server([
      { id: "next", secret: NEXT },
      { id: "old", secret: SECRET },
    ]);
    now += 7 * 86_400_000 - 1000;
    expect(await during.getUser(token)).not.toBeNull();
    now += 1000;
    expect(await during.getUser(token), "the old token has ended by itself").toBeNull();
  });
});

describe("F29 clocks of two servers", () => {
  it.each([
    [60, true],
    [61, false],
    [-3600, true],
  ])("a token from %i seconds in the future is taken: %s", async (seconds, isTaken) => {
    const storage = memoryStorage();
    const now = Date.parse("2030-01-01T00:00:00Z");
    const server = (moment: number) =>
      createAuth({ storage, secret: SECRET, passwords: fastHasher(), now: () => moment });
    const { token } = await server(now + seconds * 1000).signUp(ADA);
    expect((await server(now).getUser(token)) !== null).toBe(isTaken);
    expect(await server(now).verifyToken(token)).toBe(isTaken);
  });
});

describe("F29 minimum versions", () => {
  const guide = readFileSync(join(import.meta.dirname, "../../docs/operations.md"), "utf8");

  it("Node: what the packages say", () => {
    const { engines } = JSON.parse(
      readFileSync(join(import.meta.dirname, "../../packages/core/package.json"), "utf8"),
    ) as { engines: { node: string } };
    expect(engines.node).toBe(`>=${/\| Node \| (\d+) \|/.exec(guide)![1]}`);
  });

  it("Cloudflare Workers: a compatibility date and no flag, and not the day before", async () => {
    const oldest = /compatibility date (\d{4}-\d\d-\d\d)/.exec(guide)![1]!;
    const worker = samplesIn("docs/runtimes/workers.md").find(
      ({ attributes }) => attributes.get("runtime") === "workers",
    )!;
    const { outputFiles } = await build({
      stdin: { contents: worker.code, resolveDir: import.meta.dirname, loader: "ts" },
      bundle: true,
      write: false,
      format: "esm",
      target: "es2023",
      external: ["cloudflare:workers"],
      logLevel: "error",
    });
    const signUpAt = async (compatibilityDate: string) => {
      const miniflare = new Miniflare(
        convertV4MiniflareOptions({
          modules: true,
          script: outputFiles[0]!.text,
          compatibilityDate,
          d1Databases: { DB: "x" },
          bindings: { AUTH_SECRET: SECRET },
          host: "127.0.0.1",
          port: 0,
        }),
      );
      const { origin } = await miniflare.ready;
      const headers = { "content-type": "application/json", "session-carrier": "bearer" };
      const { status } = await fetch(`${origin}/auth/signup`, { method: "POST", headers, body: JSON.stringify(ADA) });
      await miniflare.dispose();
      return status;
    };
    const dayBefore = new Date(Date.parse(oldest) - 86_400_000).toISOString().slice(0, 10);
    expect([await signUpAt(oldest), await signUpAt(dayBefore)]).toEqual([200, 500]);
  });
});
