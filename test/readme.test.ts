import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { build } from "esbuild";
import { convertV4MiniflareOptions, Miniflare } from "miniflare";
import { afterAll, describe, expect, it } from "vitest";
import { freshPrefix, openPool, postgresUrl } from "./support/postgres.ts";
import { samplesIn, type Sample } from "./support/readme.ts";
import { temporaryFolder } from "./support/storages.ts";

const SECRET = "0123456789abcdef0123456789abcdef";
const samples = samplesIn("README.md");
const packages = readdirSync(join(import.meta.dirname, "../packages"));
const packageSamples = packages.flatMap((name) => samplesIn(`packages/${name}/README.md`));
const guides = [
  "docs/features.md",
  "docs/http.md",
  "docs/operations.md",
  "docs/scale.md",
  "docs/security-model.md",
].flatMap(samplesIn);
const files = temporaryFolder();
const pool = openPool(1);
const prefix = freshPrefix();
/** The database of a sample, or of what is no server. */
const databaseOf = (place = "") => `${prefix}${place.replace(/\W/g, "_").toLowerCase()}`;
/** Below this folder, so that the samples find the workspace's packages as a user's program finds its own. */
const folder = join(import.meta.dirname, ".samples");

afterAll(async () => {
  files.remove();
  rmSync(folder, { recursive: true, force: true });
  for (const { place } of [...samples, ...packageSamples])
    await pool.query(`drop database if exists ${databaseOf(place)} with (force)`);
  await pool.end();
});

const save = ({ place, code }: Sample) => {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${place.replace(/\W/g, "-")}.ts`);
  writeFileSync(file, code);
  return file;
};

describe("the README's samples", () => {
  it("are all of a kind that is run here", () => {
    const commands = samples.filter(({ language }) => language === "sh").map(({ code }) => code.trim());
    expect(commands).toEqual(["npm start", "npm run pack", "npm test"]);
    const { scripts } = JSON.parse(readFileSync(join(import.meta.dirname, "../package.json"), "utf8")) as {
      scripts: object;
    };
    expect(Object.keys(scripts)).toEqual(expect.arrayContaining(["start", "pack", "test"]));
    const others = samples.filter(({ language }) => language !== "sh");
    expect(
      others.filter(
        ({ language, attributes }) => language !== "ts" || !(attributes.has("run") || attributes.has("runtime")),
      ),
    ).toEqual([]);
    expect(others.length).toBeGreaterThanOrEqual(10);
  });

  it("and so are those of the packages' READMEs", () => {
    const others = packageSamples.filter(({ language }) => language !== "sh" && language !== "json");
    const isRun = ({ language, attributes }: Sample) =>
      language === "ts" && (attributes.has("run") || attributes.has("runtime"));
    expect(others.filter((sample) => !isRun(sample))).toEqual([]);
    expect(others.length).toBeGreaterThanOrEqual(6);
  });

  it("and so are those of the guides", () => {
    const isRun = ({ language, attributes }: Sample) =>
      (language === "ts" && attributes.has("run")) || attributes.has("tried");
    expect(guides.filter((sample) => sample.language !== "json" && !isRun(sample))).toEqual([]);
    const tests = readdirSync(import.meta.dirname)
      .filter((name) => name.startsWith("operations"))
      .map((name) => readFileSync(join(import.meta.dirname, name), "utf8"));
    const tried = guides.flatMap(({ attributes }) => attributes.get("tried") ?? []);
    expect(
      tried.filter((name) => !tests.some((text) => new RegExp(`tried(?:File)?\\("${name}"\\)`).test(text))),
    ).toEqual([]);
    expect(tried.length).toBeGreaterThanOrEqual(6);
  });

  for (const sample of [...samples, ...packageSamples, ...guides].filter(({ attributes }) => attributes.has("run"))) {
    it(`${sample.place} runs in a program of its own`, async () => {
      const child = start(["node", save(sample)], "0");
      const [code] = (await once(child, "exit")) as [number];
      expect([code, output(child)]).toEqual([0, expect.not.stringContaining("Error")]);
    });
  }

  // test/postgres-worker.test.ts runs the Worker on PostgreSQL.
  const isOwn = ({ attributes }: Sample) => attributes.get("runtime") === "workers" && attributes.has("database");
  const servers = [...samples, ...packageSamples].filter(
    (sample) => sample.attributes.has("runtime") && !isOwn(sample),
  );
  for (const sample of servers) {
    const runtime = sample.attributes.get("runtime")!;
    const on = sample.attributes.get("database") ?? (runtime === "workers" ? "d1" : "sqlite");

    it(`${sample.place} (${runtime}, ${on}) signs up, knows who is there, and signs out`, async () => {
      expect(sample.code.trim().split("\n").length).toBeLessThanOrEqual(12);
      const database = databaseOf(sample.place);
      if (on === "postgres") await pool.query(`create database ${database}`);
      const server =
        runtime === "workers" ? await startWorker(save(sample)) : await startProgram(runtime, save(sample), database);
      try {
        await converse(server.origin);
      } finally {
        await server.stop();
      }
    });
  }
});

async function converse(origin: string): Promise<void> {
  const json = { "content-type": "application/json", "session-carrier": "bearer" };
  const body = JSON.stringify({ email: `${crypto.randomUUID()}@example.com`, password: "correct horse" });
  const signedUp = await fetch(`${origin}/auth/signup`, { method: "POST", headers: json, body });
  expect(signedUp.status).toBe(200);
  const { user, token } = (await signedUp.json()) as { user: object; token: string };
  const headers = { authorization: `Bearer ${token}` };
  expect(await (await fetch(`${origin}/auth/me`, { headers })).json()).toEqual({ user });
  expect((await fetch(`${origin}/auth/signout`, { method: "POST", headers })).status).toBe(200);
  expect((await fetch(`${origin}/auth/me`, { headers })).status).toBe(401);
}

const COMMANDS: Record<string, string[]> = { node: ["node"], bun: ["bun", "run"], deno: ["deno", "run", "-A"] };

async function startProgram(runtime: string, file: string, database: string) {
  const port = await freePort();
  const child = start([...COMMANDS[runtime]!, file], String(port), database);
  const origin = `http://127.0.0.1:${port}`;
  for (;;) {
    if (child.exitCode !== null) throw new Error(`the sample ended: ${output(child)}`);
    if (
      await fetch(origin).then(
        () => true,
        () => false,
      )
    )
      break;
  }
  return {
    origin,
    async stop() {
      child.kill("SIGKILL");
      await once(child, "exit");
    },
  };
}

async function startWorker(file: string) {
  const { outputFiles } = await build({
    entryPoints: [file],
    bundle: true,
    write: false,
    format: "esm",
    target: "es2023",
    external: ["cloudflare:workers"],
    logLevel: "error",
  });
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      modules: true,
      script: outputFiles[0]!.text,
      compatibilityDate: "2026-07-30",
      d1Databases: { DB: "readme" },
      bindings: { AUTH_SECRET: SECRET },
      host: "127.0.0.1",
      port: 0,
    }),
  );
  return { origin: (await miniflare.ready).origin, stop: () => miniflare.dispose() };
}

const said = new WeakMap<ChildProcess, string[]>();
const output = (child: ChildProcess) => said.get(child)!.join("");

function start([program = "", ...parameters]: string[], port: string, database = databaseOf()): ChildProcess {
  const url = Object.assign(new URL(postgresUrl()), { pathname: `/${database}` }).href;
  const env = { ...process.env, AUTH_SECRET: SECRET, PORT: port, DATABASE_URL: url };
  const child = spawn(program, parameters, { cwd: files.path, env, stdio: ["ignore", "pipe", "pipe"] });
  const pieces: string[] = [];
  said.set(child, pieces);
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (piece: string) => pieces.push(piece));
  return child;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, "close");
  return port;
}
