import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { convertV4MiniflareOptions, Miniflare } from "miniflare";
import { expect } from "vitest";
import { freshPrefix, openPool, postgresUrl } from "../postgres/postgres.ts";
import { answers, freePort, startProgram, type Program } from "../program.ts";
import type { Sample } from "./readme.ts";
import { temporaryFolder } from "../storages.ts";

const SECRET = "0123456789abcdef0123456789abcdef";
const COMMANDS: Record<string, string[]> = { node: ["node"], bun: ["bun", "run"], deno: ["deno", "run", "-A"] };

/** Where a sample that is a whole server runs, and on which database: by what stands behind its language. */
export function surroundingsOf({ attributes }: Sample): { runtime: string; database: string } | null {
  const runtime = attributes.get("runtime");
  if (runtime === undefined) return null;
  return { runtime, database: attributes.get("database") ?? (runtime === "workers" ? "d1" : "sqlite") };
}

/**
 * Runs the samples of documents as programs of their own.
 *
 * @param name of a folder for their files. It is below `test/`, so that they find the workspace's packages as a user's
 * program finds its own.
 */
export function samplePrograms(name: string) {
  const folder = join(import.meta.dirname, "../../.samples", name);
  const files = temporaryFolder();
  const pool = openPool(1);
  const databases: string[] = [];
  const databaseUrl = (database: string) => Object.assign(new URL(postgresUrl()), { pathname: `/${database}` }).href;

  function save({ place, code }: Sample): string {
    mkdirSync(folder, { recursive: true });
    const file = join(folder, `${place.replaceAll(/\W/g, "-")}.ts`);
    writeFileSync(file, code);
    return file;
  }

  function start(command: string[], more: Record<string, string> = {}): Program {
    const DATABASE_URL = databaseUrl(databases.at(-1) ?? "postgres");
    const NODE_COMPILE_CACHE = join(files.path, "compiled");
    const env = { ...process.env, AUTH_SECRET: SECRET, PORT: "0", DATABASE_URL, NODE_COMPILE_CACHE, ...more };
    // A folder for each, since many write an auth.db.
    return startProgram(command, { cwd: mkdtempSync(join(files.path, "run-")), env });
  }

  /** Runs a program to its end. */
  async function run(sample: Sample, flags: string[] = [], env: Record<string, string> = {}): Promise<void> {
    const { ended, said } = start(["node", ...flags, save(sample)], env);
    const { code } = await ended;
    expect([code, said()]).toEqual([0, expect.not.stringContaining("Error")]);
  }

  /** Starts a server, and lets a client sign up, ask who it is, and sign out. */
  async function serve(sample: Sample): Promise<void> {
    const { runtime, database } = surroundingsOf(sample)!;
    if (database === "postgres") {
      databases.push(`${freshPrefix()}sample`);
      await pool.query(`create database ${databases.at(-1)}`);
    }
    const server = runtime === "workers" ? await startWorker(save(sample)) : await startServer(runtime, save(sample));
    try {
      await converse(server.origin);
    } finally {
      await server.stop();
    }
  }

  async function startServer(runtime: string, file: string) {
    const port = await freePort();
    const program = start([...COMMANDS[runtime]!, file], { PORT: String(port) });
    const origin = `http://127.0.0.1:${port}`;
    await answers(origin, program);
    return { origin, stop: program.kill };
  }

  async function close(): Promise<void> {
    files.remove();
    rmSync(folder, { recursive: true, force: true });
    for (const database of databases) await pool.query(`drop database if exists ${database} with (force)`);
    await pool.end();
  }

  return { run, serve, close };
}

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

/** The class of Durable Objects that a sample exports, bound as `env.ACCOUNTS`. */
function objectsIn(code: string): Record<string, { className: string; useSQLite: boolean }> {
  const [, className] = /^export class (\w+)/m.exec(code) ?? [];
  return className === undefined ? {} : { ACCOUNTS: { className, useSQLite: true } };
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
      durableObjects: objectsIn(readFileSync(file, "utf8")),
      bindings: { AUTH_SECRET: SECRET },
      host: "127.0.0.1",
      port: 0,
    }),
  );
  return { origin: (await miniflare.ready).origin, stop: () => miniflare.dispose() };
}
