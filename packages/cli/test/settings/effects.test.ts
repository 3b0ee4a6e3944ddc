import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { readConfig, serve, type Environment, type RunningServer } from "../../src/index.ts";
import { get, PASSWORD, post, signIn, signUp } from "../client.ts";
import { AUTH_SECRET, newPostgres } from "../databases.ts";
import { newFolder, run } from "../processes.ts";

const running: RunningServer[] = [];
afterAll(() => Promise.all(running.map((server) => server.close())));

async function start(env: Environment): Promise<string> {
  const DATABASE_URL = `sqlite:${join(newFolder(), "auth.db")}`;
  const quiet = { log: { info: () => {}, error: () => {} } };
  const server = await serve(readConfig({ PORT: "0", AUTH_SECRET, DATABASE_URL, ...env }), quiet);
  running.push(server);
  return server.url;
}

/** The address of the newest session, as its owner sees it. */
async function addressOf(url: string, headers: Record<string, string> = {}): Promise<unknown> {
  const email = `${crypto.randomUUID()}@example.com`;
  const body = { email, password: PASSWORD };
  const { body: signedUp } = await post(`${url}/auth/signup`, body, { "session-carrier": "bearer", ...headers });
  const listed = await get(`${url}/auth/sessions`, { authorization: `Bearer ${signedUp.token}` });
  return listed.body.sessions[0].address;
}

describe("settings take effect:", () => {
  it("AUTH_SIGN_UPS=off closes signing up, for programs and on pages", async () => {
    const url = await start({ AUTH_SIGN_UPS: "off" });
    expect(await signUp(url, "ada@example.com")).toMatchObject({ status: 403, body: { code: "sign_ups_closed" } });
    expect((await get(`${url}/auth/sign-up`)).status).toBe(404);
  });

  it("AUTH_PASSWORD_MIN_LENGTH, AUTH_PASSWORD_COMMON and AUTH_PASSWORD_HASH", async () => {
    const { url: DATABASE_URL, rows } = await newPostgres();
    const common = { email: "ada@example.com", password: "iloveyou1234" };
    const url = await start({ DATABASE_URL, AUTH_PASSWORD_MIN_LENGTH: "12", AUTH_PASSWORD_HASH: "scrypt" });
    expect((await post(`${url}/auth/signup`, { ...common, password: "12 letters?" })).body.code).toBe(
      "password_too_short",
    );
    expect((await signUp(url, "bob@example.com")).status).toBe(200);
    const [{ password_hash: hash }] = (await rows("select password_hash from auth_users")) as [
      { password_hash: string },
    ];
    expect(hash).toMatch(/^\$scrypt\$/);
    // Who was hashed by the other one signs in, too.
    const other = await start({ DATABASE_URL });
    expect((await signIn(other, "bob@example.com")).status).toBe(200);
    const letters = { email: "eve@example.com", password: "password1" };
    expect((await post(`${other}/auth/signup`, letters)).body.code).toBe("password_too_common");
    const lax = await start({ DATABASE_URL, AUTH_PASSWORD_COMMON: "off" });
    expect((await post(`${lax}/auth/signup`, letters)).status).toBe(200);
  });

  it("AUTH_SESSION_LIFETIME, and the cookie's name, domain and SameSite", async () => {
    const url = await start({
      NODE_ENV: "production",
      AUTH_SESSION_LIFETIME: "1h",
      AUTH_COOKIE_NAME: "shop",
      AUTH_COOKIE_DOMAIN: "example.com",
      AUTH_COOKIE_SAME_SITE: "strict",
    });
    const { headers } = await post(`${url}/auth/signup`, { email: "ada@example.com", password: PASSWORD });
    expect(headers.get("set-cookie")).toMatch(/^__Secure-shop=[^;]+; Max-Age=3600; .*SameSite=Strict/);
    expect(headers.get("set-cookie")).toContain("Domain=example.com");
  });

  it("AUTH_THROTTLE_LIMIT counts guesses, and AUTH_RATE_LIMIT each attempt of an address", async () => {
    const url = await start({ AUTH_THROTTLE_LIMIT: "2", AUTH_RATE_LIMIT: "5", AUTH_TRUSTED_PROXIES: "none" });
    const statuses: number[] = [];
    for (let at = 0; at < 3; at++) statuses.push((await signIn(url, "ada@example.com", "wrong password")).status);
    for (let at = 0; at < 3; at++) statuses.push((await signIn(url, `${at}@example.com`, "wrong password")).status);
    expect(statuses).toEqual([401, 401, 429, 401, 401, 429]);
  });

  it("AUTH_TRUSTED_PROXIES says whose word counts for an address", async () => {
    const forwarded = { "x-forwarded-for": "203.0.113.9, 198.51.100.7, 10.1.2.3" };
    expect(await addressOf(await start({}), forwarded)).toBeNull();
    expect(await addressOf(await start({ AUTH_TRUSTED_PROXIES: "none" }), forwarded)).toBe("127.0.0.1");
    const behind = await start({ AUTH_TRUSTED_PROXIES: "loopback,private" });
    expect(await addressOf(behind, forwarded)).toBe("198.51.100.7");
    expect(await addressOf(behind, { "x-forwarded-for": "198.51.100.7:443, [::ffff:10.0.0.1]:80" })).toBe(
      "198.51.100.7",
    );
    expect(await addressOf(behind, { "x-forwarded-for": "198.51.100.7, not an address" })).toBeNull();
    expect(await addressOf(behind)).toBeNull();
    const elsewhere = await start({ AUTH_TRUSTED_PROXIES: "192.0.2.1" });
    expect(await addressOf(elsewhere, forwarded)).toBe("127.0.0.1");
    const named = await start({ AUTH_TRUSTED_PROXIES: "loopback", AUTH_ADDRESS_HEADER: "Fly-Client-IP" });
    expect(await addressOf(named, { ...forwarded, "fly-client-ip": "2001:db8::7" })).toBe("2001:db8::7");
  });

  it("AUTH_TABLE_PREFIX, AUTH_DATABASE_SCHEMA and AUTH_MIGRATIONS", async () => {
    const { url: DATABASE_URL, rows } = await newPostgres();
    const env = { DATABASE_URL, AUTH_DATABASE_SCHEMA: "login", AUTH_TABLE_PREFIX: "shop_", AUTH_MIGRATIONS: "manual" };
    const url = await start(env);
    expect((await signUp(url, "ada@example.com")).status).toBe(503);
    expect(await run(["migrate"], env, newFolder()).end).toBe(0);
    expect((await signUp(url, "ada@example.com")).status).toBe(200);
    expect(await rows("select email from login.shop_users")).toHaveLength(1);
  });

  it("AUTH_USERNAMES, AUTH_NAME, AUTH_LANGUAGES and AUTH_THEME_ACCENT change pages", async () => {
    const url = await start({
      AUTH_USERNAMES: "on",
      AUTH_NAME: "Laden",
      AUTH_LANGUAGES: "de",
      AUTH_THEME_ACCENT: "#123456",
    });
    const { body } = await get(`${url}/auth/sign-up`, { "accept-language": "fr" });
    expect(body).toContain('lang="de"');
    expect(body).toContain("Laden");
    expect(body).toContain("#123456");
    expect(body).toContain('name="username"');
  });
});

describe("AUTH_POOLS", () => {
  it("adds pools that share no user, cookie or path, closed unless they are opened", async () => {
    const url = await start({ AUTH_POOLS: "staff,partners", AUTH_OPEN_POOLS: "partners" });
    const person = { email: "ada@example.com", password: PASSWORD };
    const [first, staff, partner] = await Promise.all(
      ["", "/staff", "/partners"].map((pool) => post(`${url}/auth${pool}/signup`, person)),
    );
    expect([first!.status, staff!.status, partner!.status]).toEqual([200, 403, 200]);
    const cookie = partner!.headers.get("set-cookie")!.split(";")[0]!;
    expect(cookie).toMatch(/^latchkey_session_partners=/);
    expect((await get(`${url}/auth/partners/me`, { cookie })).status).toBe(200);
    expect((await get(`${url}/auth/me`, { cookie })).status).toBe(401);
    expect((await get(`${url}/auth/staff/me`, { cookie })).status).toBe(401);
    expect((await get(`${url}/auth/staff/sign-in`)).body).toContain('action="/auth/staff/sign-in"');
  });

  it("are reached by commands with --pool", async () => {
    const folder = newFolder();
    const env = { DATABASE_URL: "sqlite:auth.db", AUTH_POOLS: "staff" };
    expect(await run(["migrate"], env, folder).end).toBe(0);
    expect(await run(["users", "create", "ada@example.com", "--pool", "staff"], env, folder).end).toBe(0);
    const list = async (...more: string[]) => {
      const program = run(["users", "list", "--json", ...more], env, folder);
      return [await program.end, program.said.out.split("\n").length - 1];
    };
    expect(await list()).toEqual([0, 0]);
    expect(await list("--pool", "staff")).toEqual([0, 1]);
    expect(await list("--pool", "stuff")).toEqual([2, 0]);
  });

  it("cannot hide a route of the first pool", async () => {
    await expect(start({ AUTH_POOLS: "sessions" })).rejects.toThrow(
      'AUTH_POOLS cannot have "sessions": /auth/sessions is the path of a route. Choose another name.',
    );
  });
});

it.each<[env: Environment, sentence: RegExp]>([
  [{ AUTH_SESSION_IDLE_TIMEOUT: "8d" }, /^AUTH_SESSION_IDLE_TIMEOUT must be shorter than/],
  [{ AUTH_SESSION_MAX_LIFETIME: "1d" }, /^AUTH_SESSION_MAX_LIFETIME must be/],
  [{ AUTH_COOKIE_DOMAIN: "localhost" }, /^AUTH_COOKIE_DOMAIN/],
  [{ AUTH_THEME_ACCENT: "red" }, /^AUTH_THEME_ACCENT must be like/],
  [{ AUTH_AFTER_SIGN_IN: "https://evil.example" }, /^AUTH_AFTER_SIGN_IN must be/],
  [{ AUTH_CARRIERS: "bearer" }, /cookie/],
  [{ AUTH_PASSWORD_MIN_LENGTH: "300" }, /^AUTH_PASSWORD_M/],
])("what the SDK refuses is told by the variable: %j", async (env, sentence) => {
  await expect(start({ NODE_ENV: "production", ...env })).rejects.toThrow(sentence);
});
