import { defineConfig } from "vitest/config";

/** The ready server as many processes that are killed, stopped, backed up and started again. They take long. */
export const processTests = [
  "packages/cli/test/{backup,fleet,locked-database,many-processes,restart,shutdown}.test.ts",
  "packages/cli/test/settings/effects.test.ts",
];

export default defineConfig({
  test: {
    name: "processes",
    env: { LATCHKEY_RUNTIME: "node" },
    include: processTests,
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
