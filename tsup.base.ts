import { defineConfig, type Options } from "tsup";

/**
 * One build for every package: ESM, one file for each file at the top level of `src`, declarations by `tsc -b`.
 * Dependencies stay outside; what a package wants inside, it names in `noExternal`.
 */
export function library(more: Options = {}): ReturnType<typeof defineConfig> {
  return defineConfig({
    entry: ["src/*.ts"],
    format: "esm",
    target: "es2023",
    platform: "neutral",
    dts: false,
    clean: false,
    splitting: true,
    treeshake: true,
    sourcemap: false,
    ...more,
  });
}
