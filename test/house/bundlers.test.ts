import { build } from "esbuild";
import { execFile } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import webpack, { type Configuration } from "webpack";
import { buildPackages, type Built } from "../support/built.ts";
import { dropTables, freshPrefix, openPool, postgresUrl } from "../support/postgres/postgres.ts";

/** Signs somebody up, and says with which driver. */
const PROGRAM = (storage: string) => `
import { createAuth } from "@latchkey/core";
import { createHandler } from "@latchkey/http";
${storage}
const auth = createAuth({ storage, secret: "a secret of this project, 32 bytes or more" });
const handler = createHandler(auth, { onError: (error) => console.error(error, error.cause) });
const body = JSON.stringify({ email: crypto.randomUUID() + "@example.com", password: "correct horse battery" });
const headers = { "content-type": "application/json", origin: "http://localhost" };
const request = new Request("http://localhost/auth/signup", { method: "POST", headers, body });
handler(request).then(async (response) => {
  console.log(response.status);
  await storage.close();
});
`;
const SQLITE =
  'import { sqliteStorage } from "@latchkey/adapter-sqlite";\nconst storage = sqliteStorage(process.argv[2]);';
const POSTGRES =
  'import { postgresStorage } from "@latchkey/adapter-postgres";\n' +
  "const storage = postgresStorage(process.argv[2], { prefix: process.argv[3] });";

let built: Built;
beforeAll(() => {
  built = buildPackages(["core", "http", "sql", "adapter-sqlite", "adapter-postgres"]);
  writeFileSync(join(built.folder, "sqlite.mjs"), PROGRAM(SQLITE));
  writeFileSync(join(built.folder, "postgres.mjs"), PROGRAM(POSTGRES));
  writeFileSync(join(built.folder, "package.json"), JSON.stringify({ name: "application", private: true }));
}, 120_000);
afterAll(() => built?.remove());

/** What Next.js leaves outside of the bundle on its server: Node's own modules, and packages with native parts. */
const asNextDoes: Configuration["externals"] = ({ request = "" }, callback) =>
  /^node:|^(?:better-sqlite3|pg)$/.test(request) ? callback(undefined, `commonjs ${request}`) : callback();

async function byWebpack(entry: string, folder: string, more: Configuration = {}): Promise<string> {
  const compiler = webpack({
    mode: "production",
    target: "node",
    entry: join(built.folder, entry),
    context: built.folder,
    output: { path: folder, filename: "main.cjs" },
    ...more,
  })!;
  const stats = await promisify(compiler.run.bind(compiler))();
  await promisify(compiler.close.bind(compiler))();
  expect(stats!.toJson({ all: false, errors: true }).errors).toEqual([]);
  return join(folder, "main.cjs");
}

async function byEsbuild(entry: string, folder: string): Promise<string> {
  const outfile = join(folder, "main.mjs");
  const banner = { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' };
  await build({
    entryPoints: [join(built.folder, entry)],
    bundle: true,
    platform: "node",
    format: "esm",
    outfile,
    banner,
    logLevel: "error",
    external: ["pg-native"],
  });
  return outfile;
}

const bundlers: Readonly<Record<string, (entry: string, folder: string) => Promise<string>>> = {
  webpack: (entry, folder) => byWebpack(entry, folder),
  "webpack, as Next.js sets it up": (entry, folder) =>
    byWebpack(entry, folder, { externals: asNextDoes, optimization: { minimize: false } }),
  esbuild: byEsbuild,
};

/** Runs a program, with better-sqlite3 in its reach or not. */
async function run(file: string, ...args: string[]): Promise<string> {
  const { stdout, stderr } = await promisify(execFile)(process.execPath, ["--no-warnings", file, ...args], {
    cwd: tmpdir(),
  });
  return stdout.trim() + stderr;
}

describe.each(Object.keys(bundlers))("F42 bundled by %s", (name) => {
  const bundle = bundlers[name]!;
  const folders: string[] = [];
  afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

  function newFolder(parent: string): string {
    mkdirSync(parent, { recursive: true });
    const folder = mkdtempSync(join(parent, "latchkey-bundle-"));
    folders.push(folder);
    return folder;
  }

  it("F42 SQLite works where no driver is installed: by node:sqlite", async () => {
    const folder = newFolder(tmpdir());
    const file = join(folder, "auth.db");
    expect(await run(await bundle("sqlite.mjs", folder), file)).toBe("200");
    expect(existsSync(file)).toBe(true);
  }, 120_000);

  it("F42 SQLite works where better-sqlite3 is installed beside", async () => {
    const folder = newFolder(built.folder);
    expect(await run(await bundle("sqlite.mjs", folder), join(folder, "auth.db"))).toBe("200");
  }, 120_000);

  it("F42 PostgreSQL works, with pg in the bundle or beside it", async () => {
    const folder = newFolder(built.folder);
    const [pool, prefix] = [openPool(1), freshPrefix()];
    try {
      expect(await run(await bundle("postgres.mjs", folder), postgresUrl(), prefix)).toBe("200");
    } finally {
      await dropTables(pool, prefix);
      await pool.end();
    }
  }, 120_000);
});

it("F42 the built adapter keeps the comments that bundlers read", () => {
  const folder = join(built.folder, "node_modules/@latchkey/adapter-sqlite/dist");
  const code = readdirSync(folder)
    .map((name) => readFileSync(join(folder, name), "utf8"))
    .join("\n");
  const imports = code.match(/import\(\s*[^)]*\)/g) ?? [];
  expect(imports.length).toBeGreaterThanOrEqual(1);
  for (const one of imports) expect(one).toMatch(/webpackIgnore: true[^]*turbopackIgnore: true[^]*@vite-ignore/);
});
