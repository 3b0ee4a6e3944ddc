import type { AuthOptions } from "@latchkey/core";
import type { HandlerOptions } from "@latchkey/http";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

const text = readFileSync(join(import.meta.dirname, "../../docs/options.md"), "utf8");

/** TypeScript refuses a list that lacks an option. */
const options: Readonly<Record<keyof AuthOptions | keyof HandlerOptions, true>> = {
  storage: true,
  counters: true,
  secret: true,
  pool: true,
  session: true,
  passwords: true,
  passwordPolicy: true,
  guards: true,
  hooks: true,
  claims: true,
  metadata: true,
  signUps: true,
  keepsLastUser: true,
  now: true,
  cookie: true,
  trustedOrigins: true,
  carriers: true,
  strategies: true,
  basePath: true,
  bodyLimit: true,
  routes: true,
  client: true,
  onError: true,
};

it.each(Object.keys(options))("docs/options.md has the option %s", (name) => {
  expect(text).toMatch(new RegExp(`^\\| \`${name}(?:\\.\\w+)?\` \\|`, "m"));
});
