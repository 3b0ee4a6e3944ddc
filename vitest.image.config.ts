import { defineConfig } from "vitest/config";

/** The steps of deploy/Dockerfile in a clean root, and the pages of docs/running in an empty folder. */
export default defineConfig({
  test: {
    name: "image",
    env: { LATCHKEY_RUNTIME: "node" },
    include: ["test/image/**/*.test.ts"],
    testTimeout: 180_000,
    hookTimeout: 900_000,
  },
});
