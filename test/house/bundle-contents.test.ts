import { existsSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, it } from "vitest";
import { bundle } from "../support/bundle.ts";

const core = join(import.meta.dirname, "../../packages/core");
const { exports } = JSON.parse(readFileSync(join(core, "package.json"), "utf8")) as { exports: Record<string, string> };
/** What attaches: every public file of core but the two that are for storage and tests, and the hashers. */
const companions = Object.keys(exports)
  .filter((name) => ![".", "./package.json", "./memory", "./testing", "./scrypt", "./argon2id"].includes(name))
  .map((name) => name.slice(2));

const APP = `
  import { createAuth } from "@latchkey/core";
  import { memoryStorage } from "@latchkey/core/memory";
  import { createHandler } from "@latchkey/http";
  export default { fetch: createHandler(createAuth({ storage: memoryStorage(), secret: "" })) };
`;

describe("what is not imported costs nothing", () => {
  it("createAuth alone brings no companion, and none of the files that only companions need", async () => {
    const alone = await bundle('import { createAuth } from "@latchkey/core"; export { createAuth };');
    // The guard that is on by default is the one that comes along.
    expect(companions.filter((name) => alone.files.some((file) => basename(file) === name))).toEqual(["throttle"]);
    for (const file of [
      "mail/one-time-token",
      "mail/run-later",
      "sessions/replace",
      "sessions/renew",
      "api-keys/format",
      "input/username",
      "users/managed-user",
      "passwords/scrypt",
      "passwords/argon2id",
    ]) {
      expect(existsSync(join(core, "src/lib", `${file}.ts`)), file).toBe(true);
      expect(alone.files).not.toContain(file);
    }
  });

  it("the handler alone brings no route list but its own, no schema of an answer and no OpenAPI", async () => {
    const { files } = await bundle(APP);
    const lists = ["account", "api-keys", "emails", "own-account", "passwords", "sessions", "usernames"];
    expect(lists.filter((name) => files.includes(`routes/${name}`))).toEqual(["account"]);
    for (const file of [
      "openapi/schemas",
      "openapi/document",
      "credentials/api-key-strategy",
      "routes/with-first-valid-token",
    ])
      expect(files).not.toContain(file);
  });

  it.each(companions)("%s can be imported alone", async (name) => {
    const { files } = await bundle(`export * from "@latchkey/core/${name}";`);
    expect(files.length).toBeGreaterThan(0);
    expect(files).not.toContain("storage/memory/memory-storage");
  });
});
