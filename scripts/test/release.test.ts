import { execFileSync, spawnSync } from "node:child_process";
import {
  cpSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { onWindows, root } from "../workspace.mjs";

type Json = Record<string, unknown>;

const copy = mkdtempSync(join(tmpdir(), "latchkey-release-"));
const env = { ...process.env, PATH: [join(root, "node_modules/.bin"), process.env.PATH].join(delimiter) };
const addresses = {
  repository: { type: "git", url: "git+https://example.invalid/made-up/latchkey.git" },
  homepage: "https://example.invalid/latchkey",
  bugs: { url: "https://example.invalid/made-up/latchkey/issues" },
};

/** What a release reads: manifests, changesets and scripts. No source, since nothing is built here. */
const files = globSync(
  ["package.json", "pnpm-workspace.yaml", ".changeset/*", "scripts/**/*.mjs", "packages/*/{package.json,*.md,LICENSE}"],
  { cwd: root, exclude: (path) => path.includes("node_modules") },
);

beforeAll(() => {
  for (const file of files) {
    mkdirSync(dirname(join(copy, file)), { recursive: true });
    cpSync(join(root, file), join(copy, file));
  }
  setAddresses({ repository: undefined, homepage: undefined, bugs: undefined });
  mkdirSync(join(copy, "node_modules/@changesets"), { recursive: true });
  symlinkSync(join(root, "node_modules/@changesets/cli"), join(copy, "node_modules/@changesets/cli"), "junction");
  writeFileSync(join(copy, ".gitignore"), "node_modules/\n");
  git("init", "-q", "-b", "main");
  git("add", "-A");
  git("-c", "user.name=A", "-c", "user.email=a@example.invalid", "commit", "-q", "-m", "A copy");
});
afterAll(() => rmSync(copy, { recursive: true, force: true, maxRetries: 3 }));

const git = (...parameters: string[]) => execFileSync("git", parameters, { cwd: copy });
const readJson = (path: string) => JSON.parse(readFileSync(path, "utf8")) as Json;
const folders = () => readdirSync(join(copy, "packages"));
const manifests = () => folders().map((name) => readJson(join(copy, "packages", name, "package.json")));

function npm(...parameters: string[]): { status: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync("npm", parameters, {
    cwd: copy,
    env,
    encoding: "utf8",
    shell: onWindows,
  });
  return { status, output: stdout + stderr };
}

function setAddresses(fields: object): void {
  const manifest = join(copy, "package.json");
  writeFileSync(manifest, JSON.stringify({ ...readJson(manifest), ...fields }));
}

/** The manifests in the tarballs that `pack` writes. */
function packed(): Json[] {
  const destination = join(copy, "tarballs");
  const call = `await pack(${JSON.stringify(destination)}, process.env);`;
  const program = `import { pack } from "./scripts/packages/build.mjs"; ${call}`;
  execFileSync(process.execPath, ["--input-type=module", "--eval", program], { cwd: copy, env });
  const tarballs = readdirSync(destination).map((name) => join(destination, name));
  return tarballs.map((tarball) => {
    const json = execFileSync("tar", ["-xOf", tarball, "package/package.json"], { encoding: "utf8" });
    rmSync(tarball);
    return JSON.parse(json) as Json;
  });
}

/** One story: its steps follow each other. */
describe("F55 the first release", () => {
  it("is refused while the addresses of the repository are missing", () => {
    const { status, output } = npm("run", "release");
    expect(status).toBe(1);
    expect(output).toContain('Nothing was released: "repository", "homepage" and "bugs" are missing');
  });

  it("packs without addresses meanwhile", () => {
    const all = packed();
    expect(all).toHaveLength(folders().length);
    for (const manifest of all) expect(manifest).not.toHaveProperty("repository");
  });

  it("is refused while a changeset waits", () => {
    setAddresses(addresses);
    const { status, output } = npm("run", "release");
    expect(status).toBe(1);
    expect(output).toMatch(/Nothing was released: \d+ changesets are waiting\. Run `npm run version`/);
  });

  it("has version 0.1.0 and a changelog in every package after `npm run version`", () => {
    expect(npm("run", "version")).toMatchObject({ status: 0 });
    expect(new Set(manifests().map(({ version }) => version))).toEqual(new Set(["0.1.0"]));
    for (const name of folders()) {
      expect(readFileSync(join(copy, "packages", name, "CHANGELOG.md"), "utf8")).toContain("\n## 0.1.0\n");
    }
    expect(readdirSync(join(copy, ".changeset"))).toEqual(["config.json"]);
  });

  it("packs every package with the addresses, its own directory, and what it needs of the same version", () => {
    const all = packed();
    expect(all.map(({ name }) => name).sort()).toEqual(
      manifests()
        .map(({ name }) => name)
        .sort(),
    );
    for (const manifest of all) {
      const directory = `packages/${manifest.name === "latchkey" ? "cli" : String(manifest.name).split("/")[1]}`;
      expect(manifest).toMatchObject({ ...addresses, repository: { ...addresses.repository, directory } });
      expect(manifest).toMatchObject({ version: "0.1.0", type: "module", engines: { node: ">=22" } });
      const siblings = Object.entries((manifest.dependencies ?? {}) as Json).filter(([name]) => /latchkey/.test(name));
      expect(siblings.every(([, range]) => range === "^0.1.0")).toBe(true);
    }
    for (const manifest of manifests()) expect(manifest).not.toHaveProperty("repository");
  });
});
