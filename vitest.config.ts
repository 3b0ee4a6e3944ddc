import { defineConfig } from "vitest/config";
import { processTests } from "./vitest.processes.config.ts";

/** Everything that runs on Node. The suites of the other runtimes have a config each, named after the runtime. */
export default defineConfig({
  test: {
    name: "node",
    env: { LATCHKEY_RUNTIME: "node" },
    globalSetup: ["packages/oauth/test/support/global-setup.ts"],
    include: ["packages/*/test/**/*.test.ts", "test/**/*.test.ts", "scripts/test/**/*.test.ts"],
    exclude: [
      "**/node_modules/**",
      "**/dist/**",
      "**/*.{workerd,browser}.test.ts",
      "test/frameworks/**",
      "test/image/**",
      ...processTests,
    ],
    // More than two cores: much of what runs here waits, for hashes, children and databases.
    maxWorkers: 3,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
