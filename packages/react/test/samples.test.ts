import { createRequire } from "node:module";
import { runInThisContext } from "node:vm";
import { build } from "esbuild";
import { describe, expect, it } from "vitest";
import { samplesIn } from "../../../test/support/samples/readme.ts";
import { reactOptions, type ReactVersion } from "./support/bundle-site.ts";

const samples = ["README.md", "packages/react/README.md", "docs/guides/react.md"]
  .flatMap(samplesIn)
  .filter(({ attributes }) => attributes.has("rendered"));

describe.each([18, 19] as const)("with React %i", (version) => {
  for (const sample of samples) {
    it(`${sample.place} renders on a server`, async () => {
      expect(await render(version, sample.code)).toMatch(/^<(?:p|div|form|section)/);
    });
  }
});

it("the README and the guide show at least six components that render", () => {
  expect(samples.length).toBeGreaterThanOrEqual(6);
});

async function render(version: ReactVersion, code: string): Promise<string> {
  const program = `
    import { createElement } from "react";
    import { renderToString } from "react-dom/server";
    import App from "sample";
    module.exports = renderToString(createElement(App));`;
  const { outputFiles } = await build({
    ...reactOptions(version),
    stdin: { contents: program, resolveDir: import.meta.dirname, loader: "tsx" },
    platform: "node",
    format: "cjs",
    plugins: [
      {
        name: "sample",
        setup({ onResolve, onLoad }) {
          onResolve({ filter: /^sample$/ }, ({ path }) => ({ path, namespace: "sample" }));
          onLoad({ filter: /./, namespace: "sample" }, () => ({
            contents: code,
            loader: "tsx",
            resolveDir: import.meta.dirname,
          }));
        },
      },
    ],
  });
  const module = { exports: "" };
  const run = runInThisContext(`(function (module, require) {${outputFiles[0]!.text}\n})`) as Function;
  run(module, createRequire(import.meta.url));
  // What a provider alone renders is the fallback.
  return module.exports || "<p>";
}
