import { defineConfig, type Options } from "tsup";

/** One build for every package: ESM, one file per public entry, declarations by `tsc -b`. */
export function library(entry: string[], more: Options = {}): ReturnType<typeof defineConfig> {
  return defineConfig({
    entry,
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
