import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type ConfigFile, defineConfig, findConfigFile, readConfig } from "../../src/index.ts";
import { get } from "../client.ts";
import { AUTH_SECRET } from "../databases.ts";
import { newFolder, run, startServer } from "../processes.ts";

const read = (values: object) => readConfig({}, { name: "latchkey.config.json", values: values as ConfigFile });

describe("a configuration file", () => {
  it("has typed values, which variables win over", () => {
    const values = defineConfig({
      port: 4000,
      sessionLifetime: "14d",
      sessionIdleTimeout: 900,
      signUps: false,
      trustedOrigins: ["https://a.example", "https://b.example"],
      nodeEnv: "test",
      languages: ["de", "en"],
    });
    const config = readConfig({ PORT: "5000", AUTH_SIGN_UPS: "" }, { name: "x.json", values });
    expect(config).toMatchObject({
      port: 5000,
      sessionLifetime: 14 * 86_400,
      sessionIdleTimeout: 900,
      signUps: false,
      trustedOrigins: ["https://a.example", "https://b.example"],
      languages: ["de", "en"],
    });
    // @ts-expect-error A misspelt name does not compile.
    const misspelt = defineConfig({ sessionLifetimes: 1 });
    // @ts-expect-error A wrong word does not compile.
    const mode = defineConfig({ nodeEnv: "prod" });
    // @ts-expect-error A wrong type does not compile.
    const type = defineConfig({ port: true });
    expect([misspelt, mode, type]).toHaveLength(3);
  });

  it.each<[object, string | RegExp]>([
    [
      { sessionLifetimes: 5 },
      'latchkey.config.json has no setting "sessionLifetimes". The nearest name is "sessionLifetime".',
    ],
    [{ port: "http" }, 'port in latchkey.config.json must be a number from 0 to 65535, like "3000": got "http".'],
    [{ port: 70_000 }, 'port in latchkey.config.json must be a number from 0 to 65535, like "3000": got "70000".'],
    [{ signUps: 1 }, 'signUps in latchkey.config.json must be on or off: got "1".'],
    [
      { name: { text: "Shop" } },
      "name in latchkey.config.json must be text, a number, true, false, or a list of texts.",
    ],
    [
      { sessionLifetime: "2w" },
      /^sessionLifetime in latchkey\.config\.json must be a time from 1m to 400d: .* got "2w"\.$/ as never,
    ],
  ])("is refused by the name of the setting: %j", (values, sentence) => {
    expect(() => read(values)).toThrow(sentence);
  });

  it.each([
    ["ts", 'import type { ConfigFile } from "latchkey";\nexport default { name: "From a file" } satisfies ConfigFile;'],
    ["js", 'export default { name: "From a file" };'],
    ["mjs", 'export default { name: "From a file" };'],
    ["json", '{ "name": "From a file" }'],
  ])("is found in the working directory: .%s", async (extension, text) => {
    const folder = newFolder();
    writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
    writeFileSync(join(folder, `latchkey.config.${extension}`), text);
    const file = await findConfigFile(undefined, folder);
    expect(readConfig({}, file).name).toBe("From a file");
    expect(await findConfigFile(undefined, newFolder())).toBeNull();
  });

  it("is the one that --config names, for the server and for commands", async () => {
    const folder = newFolder();
    writeFileSync(
      join(folder, "shop.json"),
      JSON.stringify({ name: "Shop & Sons", basePath: "/login", databaseUrl: "sqlite:shop.db", secret: AUTH_SECRET }),
    );
    const server = await startServer({}, folder, ["--config", "shop.json"]);
    expect((await get(`${server.url}/login/sign-in`)).body).toContain("Shop &amp; Sons");
    const listed = run(["users", "list", "--json", "--config=shop.json"], {}, folder);
    expect(await listed.end).toBe(0);
    const without = run(["users", "list"], {}, folder);
    expect(await without.end).toBe(1);
    expect(without.said.err).toContain("There is no database");
  });

  it.each([
    [
      "that is not there",
      [["serve", "--config", "none.json"], 1, "latchkey: There is no configuration file none.json.\n"],
    ],
    [
      "without a name",
      [["serve", "--config"], 2, "latchkey: --config needs a file, like --config latchkey.config.ts.\n"],
    ],
    [
      "that is no JSON",
      [["migrate", "--config", "bad.json"], 1, "latchkey: bad.json cannot be read (it is no JSON).\n"],
    ],
    [
      "without a default",
      [["migrate", "--config", "bad.js"], 1, "latchkey: bad.js must export as default an object with settings.\n"],
    ],
    ["that throws", [["migrate", "--config", "worse.js"], 1, "latchkey: worse.js cannot be read (no such thing).\n"]],
  ] as const)("is refused when --config names one %s", async (_, [args, code, sentence]) => {
    const folder = newFolder();
    writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
    writeFileSync(join(folder, "bad.json"), '{ "secret": "hunter22", }');
    writeFileSync(join(folder, "bad.js"), "export const config = {};");
    writeFileSync(join(folder, "worse.js"), 'throw new Error("no such thing");');
    const program = run(args, {}, folder);
    expect(await program.end).toBe(code);
    expect(program.said.err).toBe(sentence);
  });
});
