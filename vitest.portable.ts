import { defineConfig, type ViteUserConfig } from "vitest/config";

/** The suites that need nothing of Node's own, for vitest running inside another runtime. */
export function portable(runtime: "bun" | "deno", pool: "threads" | "forks"): ViteUserConfig {
  return defineConfig({
    test: {
      name: runtime,
      pool,
      env: { LATCHKEY_RUNTIME: runtime },
      globalSetup: ["packages/oauth/test/support/global-setup.ts"],
      include: ["packages/*/test/**/*.portable.test.ts", "test/**/*.portable.test.ts"],
      testTimeout: 60_000,
      hookTimeout: 60_000,
    },
  });
}
