import { spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { globSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildImage, context, type Image } from "./build-image.ts";
import { canMakeRoots } from "./clean-root.ts";
import { freePort } from "./free-port.ts";
import { vmPage } from "./vm-page.ts";
import { commandOf, environmentOf, textsOf } from "./dockerfile.ts";

const missing = canMakeRoots ? "" : " (left out: needs root on Linux, for namespaces)";
const SECRET = randomBytes(32).toString("base64url");
const children = new Set<ReturnType<typeof spawn>>();
process.once("exit", () => children.forEach((child) => child.kill("SIGKILL")));

describe.skipIf(!canMakeRoots)(`OP04 the image of deploy/Dockerfile${missing}`, () => {
  let image: Image;
  beforeAll(() => void (image = buildImage()), 900_000);
  afterAll(() => image?.remove());

  const user = () => textsOf(image.stage, "USER")[0]!;
  const options = (env: Readonly<Record<string, string>> = {}) => ({
    cwd: textsOf(image.stage, "WORKDIR")[0]!,
    env: { ...environmentOf(image.stage), AUTH_SECRET: SECRET, ...env },
    container: { user: user(), writable: textsOf(image.stage, "VOLUME") },
  });
  const start = (program: readonly string[], env: Readonly<Record<string, string>> = {}) => {
    const [file = "", ...args] = image.root.command(program, options(env));
    const child = spawn(file, args, { stdio: ["ignore", "pipe", "pipe"] });
    children.add(child);
    let said = "";
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text) => (said += text));
    const ended = once(child, "close").then(([code]) => (children.delete(child), code as number | null));
    return { child, said: () => said, ended };
  };
  const inside = (...program: string[]) => {
    const [file = "", ...args] = image.root.command(program, options());
    return spawnSync(file, args, { encoding: "utf8" });
  };
  const files = () =>
    globSync("**/*", { cwd: join(image.root.path, "app") }).filter((path) =>
      statSync(join(image.root.path, "app", path)).isFile(),
    );

  it("OP04 starts without root on a read-only root, is healthy, and ends when it is asked to", async () => {
    const port = await freePort();
    const program = [...commandOf(image.stage, "ENTRYPOINT"), ...commandOf(image.stage, "CMD")];
    const server = start(program, { PORT: port });
    await expect.poll(server.said, { timeout: 60_000 }).toContain("listens on");
    const pid = Number(readFileSync(`/proc/${server.child.pid}/task/${server.child.pid}/children`, "utf8"));
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    expect(status).toMatch(/^Uid:\s+1000\s+1000\s+1000\s+1000$/m);
    expect(status).toMatch(/^CapBnd:\s+0+$/m);
    expect(status).toMatch(/^NoNewPrivs:\s+1$/m);
    expect(status).toMatch(/^NSpid:\s+\d+\s+1$/m);

    const origin = `http://127.0.0.1:${port}`;
    const headers = { "content-type": "application/json", "session-carrier": "bearer" };
    const body = JSON.stringify({ email: "ada@example.com", password: "correct horse battery staple" });
    expect((await fetch(`${origin}/auth/signup`, { method: "POST", headers, body })).status).toBe(200);
    const health = start(healthcheck(), { PORT: port });
    expect([await health.ended, health.said()]).toEqual([0, ""]);
    process.kill(pid, "SIGTERM");
    expect(await server.ended).toBe(0);
    expect(readdirSync(join(image.root.path, "data"))).toContain("latchkey.db");
    expect(await start(healthcheck(), { PORT: port }).ended).toBe(1);
  });

  const healthcheck = () => commandOf(image.stage, "HEALTHCHECK");

  it("OP04 nothing but its data and /tmp can be written", () => {
    for (const path of ["/app/x", "/app/node_modules/latchkey/dist/bin.js", "/x", "/etc/x", "/usr/x"])
      expect(inside("/bin/sh", "-c", `echo x > ${path}`).status, path).not.toBe(0);
    expect(inside("/bin/sh", "-c", "echo x > /data/x && echo x > /tmp/x && rm /data/x").status).toBe(0);
    expect(inside("id", "-u").stdout.trim()).toBe("1000");
    // Without /data there is no database: the sentence says so.
    const { status, stderr } = inside(
      "env",
      "DATABASE_URL=sqlite:/app/auth.db",
      ...commandOf(image.stage, "ENTRYPOINT"),
      "serve",
    );
    expect([status, stderr]).toEqual([
      1,
      expect.stringMatching(/^latchkey: .*may not write into "\/app": choose a file in DATABASE_URL/),
    ]);
  });

  it("OP04 it has what the server needs, and neither tools, tests, sources nor secrets", () => {
    const modules = join(image.root.path, "app/node_modules");
    const installed = readdirSync(modules).flatMap((name) =>
      name.startsWith("@") ? readdirSync(join(modules, name)).map((part) => `${name}/${part}`) : [name],
    );
    expect(installed).toEqual(expect.arrayContaining(["latchkey", "@latchkey/core", "better-sqlite3", "pg"]));
    const tools =
      /^(?:typescript|vitest|tsup|esbuild|oxlint|oxfmt|playwright.*|@types\/.*|oidc-provider|smtp-server|bun|deno)$/;
    expect(installed.filter((name) => tools.test(name))).toEqual([]);
    const own = files().filter(
      (path) => path.startsWith("node_modules/@latchkey/") || path.startsWith("node_modules/latchkey/"),
    );
    expect(own.filter((path) => /(?:^|\/)(?:test|tests|bench)\/|\.test\.|(?<!\.d)\.tsx?$/.test(path))).toEqual([]);
    expect(
      files().filter((path) => /(?:^|\/)(?:\.env.*|\.npmrc|\.git|secret)$|\.(?:db|pem|key|tgz)$/.test(path)),
    ).toEqual([]);
    expect(readdirSync(join(image.root.path, "app")).sort()).toEqual([
      "healthcheck.mjs",
      "node_modules",
      "package.json",
    ]);
    const written = files().filter((path) => /\.(?:json|mjs|yaml)$/.test(path) && !/^node_modules\/[^.]/.test(path));
    for (const path of written)
      expect(readFileSync(join(image.root.path, "app", path), "utf8"), path).not.toContain(SECRET);
  });

  it("OP04 a build gets no secret, no data and nothing that was built before", () => {
    const unwanted =
      /(?:^|\/)(?:\.env(?!\.example)|node_modules|dist|data|tarballs|\.git)(?:\/|$)|\.(?:db|pem|key|tgz)$/;
    expect(context().filter((path) => unwanted.test(path))).toEqual([]);
    expect(context()).toContain("packages/cli/src/bin.ts");
  });

  vmPage(() => join(image.built.path, "src/tarballs"));
});
