import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { readConfig, serve } from "../src/index.ts";
import { PASSWORD, post } from "./client.ts";
import { AUTH_SECRET, databases } from "./databases.ts";
import { latchkey } from "./latchkey.ts";

const HOUR = 60 * 60 * 1000;
const START = Date.parse("2026-01-01T00:00:00Z");
const at = (days: number) => vi.setSystemTime(START + days * 24 * HOUR);

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "Date"], now: START });
});
afterEach(() => void vi.useRealTimers());

describe.each(databases)("AUTH_AUDIT_RETENTION on $name", ({ create }) => {
  it("AU02 deletes the entries of every pool that are older, every hour, and the logs stay valid", async () => {
    const database = await create();
    const env = { PORT: "0", AUTH_SECRET, DATABASE_URL: database.url, AUTH_POOLS: "staff", AUTH_OPEN_POOLS: "staff" };
    const errors: unknown[] = [];
    const log = { info: () => {}, error: (error: unknown) => void errors.push(error) };
    const { url, close } = await serve(readConfig({ ...env, AUTH_AUDIT_RETENTION: "30d" }), { log });
    const signUp = (email: string) =>
      Promise.all(["", "/staff"].map((pool) => post(`${url}/auth${pool}/signup`, { email, password: PASSWORD })));
    const typesOf = async () => {
      const types: Record<string, unknown[]> = {};
      const rows = await database.rows("select pool, type from auth_audit_log order by pool, seq");
      for (const { pool, type } of rows) (types[String(pool)] ??= []).push(type);
      return types;
    };

    await signUp("ada@example.com");
    await latchkey(["admins", "create", "ada@example.com"], env, `${PASSWORD}\n`);
    at(10);
    await signUp("bob@example.com");
    const written = await typesOf();
    expect(Object.keys(written)).toEqual(["admins", "staff", "users"]);

    at(30);
    vi.advanceTimersByTime(HOUR - 1);
    expect(await typesOf()).toEqual(written);
    vi.advanceTimersByTime(1);
    const half = [...written.users!.slice(written.users!.length / 2), "audit.pruned"];
    await vi.waitFor(async () => {
      expect(await typesOf()).toEqual({ admins: ["audit.pruned"], staff: half, users: half });
    });
    for (const pool of ["users", "staff"])
      expect((await latchkey(["audit", "verify", "--pool", pool], env)).out).toContain("The audit log is whole");
    await close();
    expect(errors).toEqual([]);
  });
});
