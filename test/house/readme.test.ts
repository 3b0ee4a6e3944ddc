import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { samplesIn, type Sample } from "../support/samples/readme.ts";
import { samplePrograms, surroundingsOf } from "../support/samples/sample-programs.ts";

const samples = samplesIn("README.md");
const packages = readdirSync(join(import.meta.dirname, "../../packages"));
const packageSamples = packages.flatMap((name) => samplesIn(`packages/${name}/README.md`));
const programs = samplePrograms("readme");
afterAll(() => programs.close());

const isRun = ({ language, attributes }: Sample) =>
  language === "ts"
    ? ["run", "runtime", "browser"].some((kind) => attributes.has(kind))
    : language === "tsx" && attributes.has("rendered");

describe("the README's samples", () => {
  it("are all of a kind that is run here", () => {
    const commands = samples.filter(({ language }) => language === "sh").map(({ code }) => code.trim());
    expect(commands).toEqual(["npm start", "npm run pack", "npm test"]);
    const { scripts } = JSON.parse(readFileSync(join(import.meta.dirname, "../../package.json"), "utf8")) as {
      scripts: object;
    };
    expect(Object.keys(scripts)).toEqual(expect.arrayContaining(["start", "pack", "test"]));
    const others = samples.filter(({ language }) => language !== "sh");
    expect(others.filter((sample) => !isRun(sample))).toEqual([]);
    expect(others.length).toBeGreaterThanOrEqual(2);
  });

  it("and so are those of the packages' READMEs", () => {
    const others = packageSamples.filter(({ language }) => language !== "sh" && language !== "json");
    // What wants a Redis is compiled alone: test/house/guides.test.ts does that.
    const wantsRedis = ({ code, attributes }: Sample) => attributes.has("compiled") && code.includes("REDIS_URL");
    expect(others.filter((sample) => !isRun(sample) && !wantsRedis(sample))).toEqual([]);
    expect(others.length).toBeGreaterThanOrEqual(6);
  });

  for (const sample of [...samples, ...packageSamples].filter(({ attributes }) => attributes.has("run"))) {
    it(`${sample.place} runs in a program of its own`, () => programs.run(sample));
  }

  const page = pathToFileURL(join(import.meta.dirname, "../support/samples/page.ts")).href;
  for (const sample of packageSamples.filter(({ attributes }) => attributes.has("browser"))) {
    it(`${sample.place} runs in a page, beside a server with every route`, () =>
      programs.run(sample, ["--import", page], { VISITOR: sample.attributes.get("browser") ?? "" }));
  }

  for (const sample of [...samples, ...packageSamples]) {
    const on = surroundingsOf(sample);
    // test/storage/postgres-worker.test.ts runs the Worker on PostgreSQL.
    if (!on || (on.runtime === "workers" && on.database === "postgres")) continue;
    it(`${sample.place} (${on.runtime}, ${on.database}) signs up, knows who is there, and signs out`, async () => {
      expect(sample.code.trim().split("\n").length).toBeLessThanOrEqual(12);
      await programs.serve(sample);
    });
  }
});
