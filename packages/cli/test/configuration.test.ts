import { chmodSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readConfig, CliError, serve, type Environment } from "../src/index.ts";
import { get, me, post, signIn, signUp } from "./client.ts";
import { AUTH_SECRET, newPostgres } from "./databases.ts";
import { newFolder, run, startServer } from "./processes.ts";

const quiet = { log: { info: () => {}, error: () => {} } };

/** The sentence with which a server refuses to start. */
async function refusal(env: Environment): Promise<string> {
  const database = { DATABASE_URL: `sqlite:${join(newFolder(), "auth.db")}` };
  const attempt = async () => serve(readConfig({ PORT: "0", ...database, ...env }), quiet);
  const error: unknown = await attempt().then(
    (server) => server.close(),
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(CliError);
  return (error as CliError).message;
}

describe("defaults", () => {
  it("are port 3000 on this machine alone, a SQLite file in ./data, and /auth", () => {
    const { database, ...config } = readConfig({});
    expect(config).toMatchObject({
      isProduction: false,
      host: "127.0.0.1",
      port: 3000,
      secret: null,
      basePath: "/auth",
      trustedOrigins: [],
      trustedProxies: null,
      name: "Latchkey",
      origin: null,
      mail: null,
      providers: [],
      pools: [],
      signUps: true,
      sessionLifetime: 604_800,
    });
    expect(database).toMatchObject({ label: "sqlite:./data/latchkey.db", folder: "./data" });
  });

  it("also stand in for empty variables", () => {
    const empty = {
      PORT: "",
      HOST: "",
      DATABASE_URL: "",
      AUTH_SECRET: "",
      AUTH_BASE_PATH: "",
      AUTH_TRUSTED_ORIGINS: "",
      NODE_ENV: "",
    };
    expect(JSON.stringify(readConfig(empty))).toBe(JSON.stringify(readConfig({})));
  });
});

describe("a bad value is refused with a sentence that names the variable:", () => {
  it.each<[name: string, env: Environment, sentence: RegExp]>([
    ["a port in words", { PORT: "http" }, /^PORT must be a number from 0 to 65535, like PORT=3000: got "http"\.$/],
    ["a port too high", { PORT: "65536" }, /^PORT must be a number/],
    ["a negative port", { PORT: "-1" }, /^PORT must be a number/],
    ["a host of somebody else", { HOST: "192.0.2.1" }, /^HOST must be an address of this machine/],
    ["a host that is none", { HOST: "no such host" }, /^HOST must be an address of this machine/],
    [
      "an unknown database",
      { DATABASE_URL: "mysql://root:hunter22@db/auth" },
      /^DATABASE_URL must start with sqlite: or postgres:\/\//,
    ],
    ["a SQLite URL without a file", { DATABASE_URL: "sqlite:" }, /^DATABASE_URL must name a file/],
    ["a SQLite URL with a host", { DATABASE_URL: "sqlite://auth.db" }, /^DATABASE_URL must name a file/],
    [
      "a folder that cannot be",
      { DATABASE_URL: "sqlite:/dev/null/auth.db", AUTH_SECRET },
      /^The folder \/dev\/null cannot be made .*DATABASE_URL/,
    ],
    [
      "a file that is no database",
      { DATABASE_URL: `sqlite:${import.meta.filename}`, AUTH_SECRET },
      /^The database sqlite:.* cannot be used .*not a database.*DATABASE_URL/,
    ],
    [
      "a PostgreSQL that is not there",
      { DATABASE_URL: "postgres://ada:hunter22@127.0.0.1:1/auth", AUTH_SECRET },
      /^The database postgres:\/\/ada:\*\*\*@127\.0\.0\.1:1\/auth cannot be used \(.*ECONNREFUSED.*\).*DATABASE_URL/,
    ],
    [
      "a password with a slash",
      { DATABASE_URL: "postgres://ada:12/hunter22@db/auth" },
      /^DATABASE_URL cannot be read: .*%2F/,
    ],
    [
      "a password with a #",
      { DATABASE_URL: "postgres://ada:hunter22#@db/auth" },
      /^DATABASE_URL cannot be read: .*%23/,
    ],
    ["a short secret", { AUTH_SECRET: "hunter22" }, /^AUTH_SECRET has 8 bytes and needs at least 32/],
    ["a base path without a slash", { AUTH_BASE_PATH: "auth" }, /^AUTH_BASE_PATH must be a path like "\/auth"/],
    ["a base path with one too many", { AUTH_BASE_PATH: "/auth/" }, /^AUTH_BASE_PATH must be a path like "\/auth"/],
    [
      "an origin without a scheme",
      { AUTH_TRUSTED_ORIGINS: "app.example.com" },
      /^AUTH_TRUSTED_ORIGINS takes whole origins/,
    ],
    [
      "an origin with a path",
      { AUTH_TRUSTED_ORIGINS: "https://a.example, https://b.example/app" },
      /^AUTH_TRUSTED_ORIGINS .*https:\/\/b\.example\/app/,
    ],
    [
      "a provider without its secret",
      { AUTH_GOOGLE_ID: "hunter22" },
      /^AUTH_GOOGLE_SECRET is missing, and AUTH_GOOGLE_ID needs it/,
    ],
    [
      "a provider without its id",
      { AUTH_OPENID_ISSUER: "https://accounts.example.com" },
      /^AUTH_OPENID_ID is missing, and AUTH_OPENID_ISSUER needs it/,
    ],
    [
      "a tenant that is none",
      { AUTH_MICROSOFT_ID: "id", AUTH_MICROSOFT_SECRET: "hunter22", AUTH_MICROSOFT_TENANT: "everybody" },
      /^AUTH_MICROSOFT_TENANT must be "common"/,
    ],
    [
      "an issuer on the way to which anybody reads along",
      { AUTH_OPENID_ISSUER: "http://accounts.example.com", AUTH_OPENID_ID: "id" },
      /^AUTH_OPENID_ISSUER must be https/,
    ],
    [
      "a provider in production without an origin",
      { NODE_ENV: "production", AUTH_SECRET, AUTH_GITHUB_ID: "id", AUTH_GITHUB_SECRET: "hunter22" },
      /^AUTH_ORIGIN is missing, and signing in with GitHub needs it/,
    ],
    ["a mistyped mode", { NODE_ENV: "prod" }, /^NODE_ENV must be "production"/],
  ])("%s", async (_, env, sentence) => {
    const said = await refusal(env);
    expect(said).toMatch(sentence);
    expect(said).not.toContain("hunter22");
    expect(said).toMatch(/\.$/);
  });
});

describe("a misspelt variable is refused, and nobody else's is:", () => {
  it.each([
    ["AUTH_TRUSTED_ORIGIN", "AUTH_TRUSTED_ORIGINS"],
    ["AUTH_BASEPATH", "AUTH_BASE_PATH"],
    ["DATABASE_URI", "DATABASE_URL"],
    ["DATBASE_URL", "DATABASE_URL"],
    ["database_url", "DATABASE_URL"],
    ["AUTH_SECERT", "AUTH_SECRET"],
    ["NODE_EVN", "NODE_ENV"],
  ])("%s", (name, meant) => {
    expect(() => readConfig({ [name]: "x" })).toThrow(
      `There is no variable ${name}: write ${meant}. "latchkey --help" lists all of them.`,
    );
    expect(() => readConfig({ [name]: "" })).not.toThrow();
  });

  it.each([
    ["AUTH_KEYCLOAK_ID", "AUTH_GITLAB_ID"],
    ["AUTH_SESSION_LIFETIME_DAYS", "AUTH_SESSION_LIFETIME"],
  ])("%s begins like ours and is none, so the nearest name is told", (name, close) => {
    expect(() => readConfig({ [name]: "x" })).toThrow(
      `There is no variable ${name}. The nearest name is ${close}; "latchkey --help" lists all of them. ` +
        `If another program needs it, start this one without it: env -u ${name} latchkey …`,
    );
  });

  it.each<[name: string, env: Environment]>([
    ["a second database", { DATABASE_URL: "sqlite:a.db", DATABASE_URL2: "sqlite:b.db" }],
    [
      "another program's",
      {
        NODE_OPTIONS: "x",
        DATABASE_POOL: "x",
        PATH: "x",
        HOME: "x",
      },
    ],
  ])("%s", (_, env) => {
    expect(() => readConfig(env)).not.toThrow();
  });
});

describe("a variable that a known program has is passed over and told:", () => {
  // Kubernetes sets these for a Service that is called auth, or auth-api.
  const links = {
    AUTH_PORT: "tcp://10.0.0.7:80",
    AUTH_PORT_80_TCP: "tcp://10.0.0.7:80",
    AUTH_PORT_80_TCP_ADDR: "10.0.0.7",
    AUTH_SERVICE_HOST: "10.0.0.7",
    AUTH_SERVICE_PORT: "80",
    AUTH_SERVICE_PORT_HTTP: "80",
    AUTH_API_PORT: "tcp://10.0.0.8:80",
    AUTH_API_SERVICE_HOST: "10.0.0.8",
  };

  it.each<[name: string, env: Environment]>([
    ["Auth.js", { AUTH_URL: "https://shop.example", AUTH_TRUST_HOST: "true" }],
    ["Kubernetes", links],
  ])("%s", async (_, env) => {
    const said: string[] = [];
    const whole = { ...env, PORT: "0", AUTH_SECRET, DATABASE_URL: "sqlite::memory:" };
    const server = await serve(readConfig(whole), { log: { info: (text) => said.push(text), error: () => {} } });
    await server.close();
    expect(said[0]).toContain(`  not read  ${Object.keys(env).join(", ")}\n`);
  });

  it("a port that somebody has written is none of them", () => {
    expect(() => readConfig({ AUTH_PORT: "3001" })).toThrow(/^There is no variable AUTH_PORT\. /);
    expect(() => readConfig({ AUTH_METRICS_PORT: "tcp://10.0.0.7:80" })).toThrow(/^AUTH_METRICS_PORT must be a number/);
  });
});

describe("production", () => {
  it.each([
    ["without a secret", {}, /^AUTH_SECRET is missing, and production needs one: .*npx latchkey secret/],
    ["with a short secret", { AUTH_SECRET: "0123456789abcdefghijklmnopqrstu" }, /^AUTH_SECRET has 31 bytes/],
    ["with one letter, forty times", { AUTH_SECRET: "x".repeat(40) }, /^AUTH_SECRET is easy to guess/],
    [
      "with seven letters in disorder",
      { AUTH_SECRET: "abcdefggfedcbaacegbdfabgcfdeabcdefga" },
      /^AUTH_SECRET is easy to guess/,
    ],
    ["with one word, over and over", { AUTH_SECRET: "changeit-".repeat(5) }, /^AUTH_SECRET is easy to guess/],
  ])("TK07 refuses to start %s", async (_, env, sentence) => {
    expect(await refusal({ NODE_ENV: "production", ...env })).toMatch(sentence);
  });

  it("TK07 says so on one line, without a stack, and exits with 1", async () => {
    const program = run(["serve"], { NODE_ENV: "production" }, newFolder());
    expect(await program.end).toBe(1);
    expect(program.said.err).toMatch(/^latchkey: AUTH_SECRET is missing[^\n]*\n$/);
    expect(program.said.out).toBe("");
  });

  it("P04 P31 CK01 CK02 listens where, keeps its data where, and answers as the variables say", async () => {
    const folder = newFolder();
    const origin = "https://app.example.com";
    const server = await startServer(
      {
        NODE_ENV: "production",
        HOST: "127.0.0.2",
        DATABASE_URL: "sqlite:deep/down/auth.db",
        AUTH_SECRET,
        AUTH_BASE_PATH: "/api/login",
        AUTH_TRUSTED_ORIGINS: ` https://other.example, ${origin},`,
      },
      folder,
    );
    expect(server.url).toMatch(/^http:\/\/127\.0\.0\.2:\d+$/);
    expect(server.said.out).toContain("from AUTH_SECRET");
    expect(server.said.out).not.toContain(AUTH_SECRET);
    expect(existsSync(join(folder, "deep/down/auth.db"))).toBe(true);
    expect(existsSync(join(folder, "deep/down/secret"))).toBe(false);
    expect(statSync(join(folder, "deep/down")).mode & 0o777).toBe(0o700);

    const signedUp = await post(
      `${server.url}/api/login/signup`,
      { email: "ada@example.com", password: "long enough" },
      { origin },
    );
    expect(signedUp.status).toBe(200);
    expect(signedUp.headers.get("access-control-allow-origin")).toBe(origin);
    expect(signedUp.headers.get("set-cookie")).toMatch(/^__Host-latchkey_session=.*; Secure;/);
    expect((await get(`${server.url}/auth/me`)).status).toBe(404);
    expect((await get(server.url)).body).toContain('action="/api/login/sign-in"');
  });
});

describe("AUTH_SECRET_ALSO", () => {
  const [OLD, NEW] = [AUTH_SECRET, "Yk3vQ8sZ1nT6wB4jR9xM2cL7pF5hD0gA"];

  it.each<[name: string, env: Environment, sentence: RegExp]>([
    ["alone", { AUTH_SECRET_ALSO: NEW }, /^AUTH_SECRET_ALSO is set, but AUTH_SECRET, which signs, is missing\.$/],
    [
      "of 31 bytes",
      { AUTH_SECRET: OLD, AUTH_SECRET_ALSO: NEW.slice(1) },
      /^AUTH_SECRET_ALSO has 31 bytes and needs at least 32/,
    ],
    [
      "that can be guessed",
      { NODE_ENV: "production", AUTH_SECRET: OLD, AUTH_SECRET_ALSO: "changeme".repeat(4) },
      /^AUTH_SECRET_ALSO is easy to guess/,
    ],
  ])("is refused %s", async (_, env, sentence) => {
    expect(await refusal(env)).toMatch(sentence);
  });

  it("F29 TK08 rotates the secret of two servers, one after the other, without a refused token", async () => {
    const { url: DATABASE_URL } = await newPostgres();
    const start = (env: Environment) =>
      serve(readConfig({ PORT: "0", NODE_ENV: "production", DATABASE_URL, ...env }), quiet);
    const steps: Environment[] = [
      { AUTH_SECRET: OLD },
      { AUTH_SECRET: OLD, AUTH_SECRET_ALSO: NEW },
      { AUTH_SECRET: NEW, AUTH_SECRET_ALSO: OLD },
    ];
    const servers = [await start(steps[0]!), await start(steps[0]!)];
    const tokens: string[] = [(await signUp(servers[0]!.url, "ada@example.com")).body.token];
    for (const step of steps.slice(1)) {
      for (const at of [0, 1]) {
        await servers[at]!.close();
        servers[at] = await start(step);
        for (const { url } of servers) tokens.push((await signIn(url, "ada@example.com")).body.token);
        const statuses = await Promise.all(
          servers.flatMap(({ url }) => tokens.map(async (token) => (await me(url, token)).status)),
        );
        expect(statuses).toEqual(statuses.map(() => 200));
      }
    }
    await servers[0]!.close();
    servers[0] = await start({ AUTH_SECRET: NEW });
    expect((await me(servers[0]!.url, tokens[0]!)).status).toBe(401);
    expect((await me(servers[0]!.url, tokens.at(-1)!)).status).toBe(200);
    await Promise.all(servers.map((server) => server.close()));
  });
});

describe("development", () => {
  it("says so when nothing will be kept", async () => {
    const said: string[] = [];
    const env = { PORT: "0", AUTH_SECRET, DATABASE_URL: "sqlite::memory:" };
    const server = await serve(readConfig(env), { log: { info: (text) => said.push(text), error: () => {} } });
    await server.close();
    expect(said[0]).toContain("database  sqlite::memory:, lost when the server ends\n");
  });

  it("says so when other machines can reach it", async () => {
    for (const [host, isWarned] of [
      ["0.0.0.0", true],
      ["127.0.0.1", false],
    ] as const) {
      const said: string[] = [];
      const env = { PORT: "0", HOST: host, AUTH_SECRET, DATABASE_URL: `sqlite:${join(newFolder(), "auth.db")}` };
      const server = await serve(readConfig(env), { log: { info: (text) => said.push(text), error: () => {} } });
      await server.close();
      expect(said.join("\n").includes("set NODE_ENV=production")).toBe(isWarned);
    }
  });

  it("makes a secret once, for the owner alone, says so, and keeps it", async () => {
    const folder = newFolder();
    const first = await startServer({}, folder);
    expect(first.said.out).toContain("made now and kept in data/secret");
    expect(statSync(join(folder, "data/secret")).mode & 0o777).toBe(0o600);
    const secret = readFileSync(join(folder, "data/secret"), "utf8").trim();
    expect(secret).toMatch(/^[\w-]{43}$/);
    expect(first.said.out).not.toContain(secret);
    const signedUp = await signUp(first.url, "ada@example.com");
    expect(signedUp.status).toBe(200);
    await first.kill();

    const second = await startServer({}, folder);
    expect(second.said.out).toContain("secret    from data/secret");
    expect(readFileSync(join(folder, "data/secret"), "utf8").trim()).toBe(secret);
    expect((await me(second.url, signedUp.body.token)).status).toBe(200);
  });

  it("F18 keeps the database as private as the secret beside it, also in a folder that all may read", async () => {
    const folder = newFolder();
    chmodSync(folder, 0o755);
    const server = await startServer({ DATABASE_URL: "sqlite:auth.db" }, folder);
    await signUp(server.url, "ada@example.com");
    const modes = Object.fromEntries(
      readdirSync(folder).map((name) => [name, (statSync(join(folder, name)).mode & 0o777).toString(8)]),
    );
    expect(modes).toEqual({ "auth.db": "600", "auth.db-shm": "600", "auth.db-wal": "600", secret: "600" });
  });

  it("agrees on one secret among two processes that start at once", async () => {
    const folder = newFolder();
    const servers = await Promise.all([startServer({}, folder), startServer({}, folder)]);
    expect(servers.filter(({ said }) => said.out.includes("made now"))).toHaveLength(1);
    const { body } = await signUp(servers[0].url, "ada@example.com");
    expect((await me(servers[1].url, body.token)).status).toBe(200);
  });

  it("refuses an empty secret file, rather than replace what other processes may use", async () => {
    const folder = newFolder();
    writeFileSync(join(folder, "secret"), "\n");
    expect(await refusal({ DATABASE_URL: `sqlite:${folder}/auth.db` })).toMatch(
      /secret \(the file is empty\): set AUTH_SECRET instead\.$/,
    );
  });

  it("CK03 sends the cookie over plain http, and keeps a PostgreSQL password to itself", async () => {
    const url = new URL((await newPostgres()).url);
    url.password = "hunter22";
    const folder = newFolder();
    const server = await startServer({ DATABASE_URL: url.href }, folder);
    const signedUp = await post(`${server.url}/auth/signup`, { email: "ada@example.com", password: "long enough" });
    expect(signedUp.headers.get("set-cookie")).toMatch(
      /^latchkey_session=[^;]+; Max-Age=604800; Path=\/; HttpOnly; SameSite=Lax$/,
    );
    expect(server.said.out).toContain(`database  postgres://${url.username}:***@${url.host}${url.pathname}`);
    expect(server.said.out + server.said.err).not.toContain("hunter22");
    expect(existsSync(join(folder, "data/secret"))).toBe(true);
  });
});
