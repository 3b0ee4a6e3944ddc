import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { guide } from "../../docs/.vitepress/sidebar.ts";
import { compileSamples } from "../support/samples/compiled-samples.ts";
import { guides, samplesIn, type Sample } from "../support/samples/readme.ts";
import { samplePrograms, surroundingsOf } from "../support/samples/sample-programs.ts";

const root = join(import.meta.dirname, "../..");
const samples = guides.flatMap(samplesIn);
const programs = samplePrograms("guides");
afterAll(() => programs.close());

/** What stands after the language of a sample, and what it means. */
const KINDS: Record<string, readonly string[]> = {
  ts: ["run", "runtime", "browser", "tried", "compiled"],
  // packages/react/test/samples.test.ts renders those that it can.
  tsx: ["rendered", "compiled"],
  css: [""],
  // Commands and files that a reader needs and no test can use: they want a registry or an account.
  sh: ["create", "install", "shown", "tried"],
  sql: ["tried"],
  jsonc: ["shown"],
  svelte: ["shown"],
  json: [""],
};
const isOfAKind = ({ language, attributes }: Sample) =>
  // A file of an example, in whatever language its framework has.
  attributes.has("example") ||
  KINDS[language]?.some((kind) => (kind === "" ? attributes.size === 0 : attributes.has(kind))) === true;

it("every page of docs/ is in the sidebar of the site, once", () => {
  const listed = Object.values(guide)
    .flat()
    .map((page) => `docs/${page}.md`);
  expect(listed.sort()).toEqual(guides.filter((file) => file !== "docs/index.md"));
});

describe("the samples of the guides", () => {
  it("are all of a kind that a test knows", () => {
    expect(samples.filter((sample) => !isOfAKind(sample)).map(({ place, language }) => `${place} ${language}`)).toEqual(
      [],
    );
    expect(samples.length).toBeGreaterThan(60);
  });

  it("are tried by a test of operations or of the image where they say so", () => {
    const tests = globSync(["test/operations/*.test.ts", "test/image/*.ts"], { cwd: root }).map((file) =>
      readFileSync(join(root, file), "utf8"),
    );
    const tried = samples.flatMap(({ attributes }) => attributes.get("tried") ?? []);
    const isTried = (name: string) => tests.some((text) => new RegExp(`tried(?:File)?\\("${name}"\\)`).test(text));
    expect(tried.filter((name) => !isTried(name))).toEqual([]);
    expect(tried.length).toBeGreaterThanOrEqual(6);
  });

  it("all compile, those of the READMEs too, and use only public names", () => {
    const readmes = globSync("{README.md,packages/*/README.md}", { cwd: root }).flatMap(samplesIn);
    // Those of examples are compiled by `npm run test:frameworks`, with the framework.
    const code = [...readmes, ...samples].filter(
      ({ language, attributes }) => /^tsx?$/.test(language) && !attributes.has("example"),
    );
    expect(compileSamples(code)).toEqual([]);
  });

  it("install only packages that the workspace has or knows", () => {
    const manifests = globSync("{package.json,packages/*/package.json}", { cwd: root }).map((file) =>
      readFileSync(join(root, file), "utf8"),
    );
    const known = [...manifests, readFileSync(join(root, "pnpm-workspace.yaml"), "utf8")].join("\n");
    const commands = samples
      .filter(({ place, attributes }) => attributes.has("install") && !place.startsWith("docs/frameworks/"))
      .map(({ code }) => code.trim());
    const names = commands.flatMap((command) => command.replaceAll("npm:", "").split(" ").slice(2));
    expect(names.filter((name) => !known.includes(`"${name}"`) && !known.includes(`  ${name}:`))).toEqual([]);
    expect(names.length).toBeGreaterThan(20);
  });

  it("stand at the top of every guide: a page begins with code", () => {
    const pages = guides.filter((file) => /^docs\/(?:start|guides|runtimes|frameworks|databases)/.test(file));
    const late = pages.filter((file) => {
      const lines = readFileSync(join(root, file), "utf8").split("\n");
      return lines.findIndex((line) => line.startsWith("```")) > 6;
    });
    expect(late).toEqual([]);
    expect(pages.length).toBeGreaterThan(25);
  });

  for (const sample of samples.filter(({ attributes }) => attributes.has("run"))) {
    it.concurrent(`${sample.place} runs to its end in a program of its own`, () => programs.run(sample));
  }

  const page = pathToFileURL(join(import.meta.dirname, "../support/samples/page.ts")).href;
  for (const sample of samples.filter(({ attributes }) => attributes.has("browser"))) {
    it.concurrent(`${sample.place} works in a page, against every route`, () =>
      programs.run(sample, ["--import", page], { VISITOR: sample.attributes.get("browser") ?? "" }));
  }

  for (const sample of samples) {
    const on = surroundingsOf(sample);
    // test/storage/postgres-worker.test.ts serves the one with both.
    if (!on || (on.runtime === "workers" && on.database === "postgres")) continue;
    it(`${sample.place} (${on.runtime}, ${on.database}) serves a sign-up, who is there, and a sign-out`, () =>
      programs.serve(sample));
  }
});
