import { cloudflareTest } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";

/**
 * Runs inside workerd, offline, with a D1 database as `DB` and Durable Objects as `ACCOUNTS`. vitest itself needs
 * node:* there and the plugin gives it that, so these suites do not prove that a worker gets along without:
 * `check-shape.mjs` does.
 */
export default defineConfig({
  plugins: [
    cloudflareTest({
      main: "./test/support/workerd/worker.ts",
      remoteBindings: false,
      miniflare: {
        compatibilityDate: "2026-07-30",
        d1Databases: ["DB"],
        durableObjects: { ACCOUNTS: { className: "Accounts", useSQLite: true } },
        bindings: { LATCHKEY_RUNTIME: "workerd" },
      },
    }),
  ],
  test: {
    name: "workerd",
    globalSetup: ["packages/oauth/test/support/global-setup.ts"],
    include: ["packages/*/test/**/*.workerd.test.ts", "test/**/*.workerd.test.ts"],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
