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

describe("ways in that are set", () => {
  const production = { NODE_ENV: "production", AUTH_ORIGIN: "https://accounts.example.com" };
  const optionsOf = (url: string) => post(`${url}/auth/signin/passkey/options`, {});

  it("AUTH_PASSKEYS: on in development, off in production until it is on, and off leaves out every route", async () => {
    const on = await start({});
    expect((await optionsOf(on)).body.options.rpId).toBe("localhost");
    expect((await get(`${on}/auth/methods`)).body.methods.passkeys).toEqual({});
    expect((await get(`${on}/auth/sign-in`)).body).toContain("Sign in with a passkey");
    for (const env of [{ AUTH_PASSKEYS: "off" }, production]) {
      const off = await start(env);
      expect((await optionsOf(off)).status).toBe(404);
      expect((await get(`${off}/auth/methods`)).body.methods.passkeys).toBeUndefined();
      expect((await get(`${off}/auth/sign-in`)).body).not.toContain("Sign in with a passkey");
    }
  });

  it("AUTH_PASSKEY_RP_ID: the host of AUTH_ORIGIN, or the parent that is given", async () => {
    const own = await start({ ...production, AUTH_PASSKEYS: "on" });
    expect((await optionsOf(own)).body.options.rpId).toBe("accounts.example.com");
    const parent = await start({ ...production, AUTH_PASSKEYS: "on", AUTH_PASSKEY_RP_ID: "example.com" });
    expect((await optionsOf(parent)).body.options.rpId).toBe("example.com");
  });

  it("AUTH_SECOND_FACTOR: on in development, off in production until it is on", async () => {
    const statusOf = async (env: Environment) => {
      const url = await start(env);
      const { body } = await signUp(url, "ada@example.com");
      return (await get(`${url}/auth/second-factor`, { authorization: `Bearer ${body.token}` })).status;
    };
    expect(await statusOf({})).toBe(200);
    expect(await statusOf({ AUTH_SECOND_FACTOR: "off" })).toBe(404);
    expect(await statusOf(production)).toBe(404);
    expect(await statusOf({ ...production, AUTH_SECOND_FACTOR: "on" })).toBe(200);
  });

  it("AUTH_SECOND_FACTOR=required opens no session before it is set up", async () => {
    const url = await start({ AUTH_SECOND_FACTOR: "required" });
    for (const answer of [await signUp(url, "ada@example.com"), await signIn(url, "ada@example.com")]) {
      expect(answer).toMatchObject({ status: 401, body: { code: "second_factor_setup_required" } });
      expect(answer.headers.get("set-cookie")).toBeNull();
      expect(answer.body.token).toBeUndefined();
      expect(answer.body.ticket).toMatch(/./);
    }
    expect((await get(`${url}/auth/methods`)).body.methods.secondFactor).toMatchObject({ required: true });
  });

  it("AUTH_MAIL_SIGN_IN: on where mails are shown, off where nothing sends them", async () => {
    const statusOf = async (env: Environment) =>
      (await post(`${await start(env)}/auth/signin/mail`, { email: "ada@example.com" })).status;
    expect(await statusOf({})).toBe(202);
    expect(await statusOf({ AUTH_MAIL_SIGN_IN: "off" })).toBe(404);
    expect(await statusOf({ NODE_ENV: "production" })).toBe(404);
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
  [{ AUTH_PASSKEYS: "on" }, /^AUTH_PASSKEYS is on, but AUTH_ORIGIN is missing/],
  [{ AUTH_PASSKEYS: "on", AUTH_ORIGIN: "https://a.example", AUTH_PASSKEY_RP_ID: "b.example" }, /^AUTH_PASSKEY_RP_ID/],
  [{ AUTH_PASSKEY_RP_ID: "https://a.example" }, /^AUTH_PASSKEY_RP_ID must be a host name/],
  [{ AUTH_SECOND_FACTOR: "yes" }, /^AUTH_SECOND_FACTOR must be/],
])("what the SDK refuses is told by the variable: %j", async (env, sentence) => {
  await expect(start({ NODE_ENV: "production", ...env })).rejects.toThrow(sentence);
});
