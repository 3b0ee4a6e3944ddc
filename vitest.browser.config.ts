import { defineConfig } from "vitest/config";

/** What people see, in Chromium: forms and pages by keyboard, accessibility, several tabs, trouble with the network. */
export default defineConfig({
  test: {
    name: "browser",
    env: { LATCHKEY_RUNTIME: "node" },
    globalSetup: ["packages/oauth/test/support/global-setup.ts"],
    include: ["packages/*/test/**/*.browser.test.ts"],
    // Each file drives a browser of its own.
    maxWorkers: 2,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
