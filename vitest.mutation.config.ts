import { defineConfig } from "vitest/config";
import { partOf } from "./scripts/mutation/parts.mjs";

const part = partOf(process.env.MUTATE ?? "core")!;

/** The tests of one part, for Stryker. */
export default defineConfig({
  test: {
    env: { LATCHKEY_RUNTIME: "node", STORAGE_KINDS: part.storage ?? "" },
    include: part.tests,
    exclude: ["**/node_modules/**", "**/dist/**", "**/*.workerd.test.ts"],
    // One worker for everything: starting one for each file would take longer than the tests.
    isolate: false,
    restoreMocks: true,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
