import { describe, expect, it } from "vitest";
import { createAuth } from "../src/index.ts";
import { memoryStorage } from "../src/memory.ts";
import { SECRET } from "./support.ts";

/** As from JavaScript, where no compiler has looked. */
const open = (options: object) =>
  createAuth({ storage: memoryStorage(), secret: SECRET, ...(options as { pool?: string }) });

describe("a mistake in the options refuses to start", () => {
  it("with the name of the unknown one", () => {
    for (const name of ["sesion", "password", "secrets", "Storage", "toString", "cookie"]) {
      expect(() => open({ [name]: {} })).toThrow(new TypeError(`createAuth does not know the option "${name}"`));
    }
  });

  it.each([
    ["session", "lifetme"],
    ["session", "maxAge"],
    ["passwordPolicy", "minLenght"],
    ["passwordPolicy", "min"],
  ])("also within %s, where %s would silently change nothing", (group, name) => {
    expect(() => open({ [group]: { [name]: 3600 } })).toThrow(TypeError);
  });

  it("P01 with a sentence that says which storage to write", () => {
    for (const storage of [undefined, null, {}, "auth.db", { users: {} }])
      expect(() => open({ storage }), String(storage)).toThrow(/storage is missing: pass one, like sqliteStorage/);
    for (const nothing of [undefined, null]) expect(() => createAuth(nothing as never)).toThrow(TypeError);
  });

  it.each<[string, unknown[]]>([
    ["pool", ["", "Users", "1users", "a b", "ü", "a".repeat(33), "users\n", 0, {}]],
    ["signUps", ["false", 0, null]],
    ["passwords", [[], {}, [{}, {}]]],
  ])("%s", (name, values) => {
    for (const value of values) expect(() => open({ [name]: value }), JSON.stringify(value)).toThrow(TypeError);
  });

  it.each<[string, unknown[]]>([
    ["pool", [null, ["users"]]],
    ["passwords", [null, "pbkdf2", [{}], { hash: async () => "" }]],
    ["claims", [{}, "email"]],
    ["metadata", [{}, () => ({})]],
    ["now", [null, 0, new Date()]],
  ])("%s of another kind, not only when somebody signs in", (name, values) => {
    for (const value of values) expect(() => open({ [name]: value }), JSON.stringify(value)).toThrow(TypeError);
  });

  it("session.lifetime outside a minute to 400 days, or in fractions", () => {
    for (const lifetime of [0, 59, -1, 34_560_001, 3600.5, NaN, Infinity, "3600", null])
      expect(() => open({ session: { lifetime } }), String(lifetime)).toThrow(/session\.lifetime must be/);
    for (const lifetime of [60, 34_560_000, undefined])
      expect(open({ session: { lifetime } }).session.lifetime).toBe(lifetime ?? 604_800);
  });

  it("passwordPolicy that is none, or below what NIST asks for", () => {
    for (const minLength of [0, -1, 8.5, NaN, "8", null])
      expect(() => open({ passwordPolicy: { minLength } }), String(minLength)).toThrow(/passwordPolicy\.minLength/);
    for (const maxLength of [63, 0, 64.5, 4097, Infinity, "256", null])
      expect(() => open({ passwordPolicy: { maxLength } }), String(maxLength)).toThrow(/passwordPolicy\.maxLength/);
    expect(() => open({ passwordPolicy: { minLength: 65, maxLength: 64 } })).toThrow(TypeError);
    expect(() => open({ passwordPolicy: { minLength: 64, maxLength: 64 } })).not.toThrow();
    expect(() => open({ passwordPolicy: { minLength: 1, maxLength: 4096 } })).not.toThrow();
  });
});

it("what is given as undefined is the default", () => {
  const undefinedOptions = {
    pool: undefined,
    session: undefined,
    passwords: undefined,
    passwordPolicy: undefined,
    claims: undefined,
    metadata: undefined,
    signUps: undefined,
    now: undefined,
  };
  expect(open(undefinedOptions)).toMatchObject({ pool: "users", session: { lifetime: 604_800 } });
  for (const pool of ["a", "users", "b2b_customers-2", "a".repeat(32)]) expect(open({ pool }).pool).toBe(pool);
});
