import { defineConfig } from "vitest/config";

/**
 * Programs as processes of their own, which take long: the ready server, killed, stopped, backed up and started again,
 * the examples, and what bundlers make of them.
 */
export const processTests = [
  "packages/cli/test/{backup,fleet,locked-database,many-processes,restart,shutdown}.test.ts",
  "packages/cli/test/settings/effects.test.ts",
  "test/house/{bundlers,examples,examples-workers}.test.ts",
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
