import { defineConfig } from "vitest/config";

/** One example of examples/frameworks, which scripts/frameworks.mjs has installed and built. */
export default defineConfig({
  test: {
    name: "frameworks",
    env: { LATCHKEY_RUNTIME: "node" },
    include: ["test/frameworks/*.test.ts"],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
