import type { FactorOpening, PasskeyRecord, PasskeyUse, SessionRecord } from "@latchkey/core";
import { sqlite, sqlStorage } from "@latchkey/sql";
import { describe, expect, it } from "vitest";
import { asked, type Ask } from "../support/asked.ts";
import { fakeExecutor } from "../support/fake-executor.ts";

const at = new Date("2031-02-03T04:05:06.789Z");
const id = "6f1d9c3a-4b8e-4c5f-9a2b-0123456789ab";
const passkey: PasskeyRecord = {
  id: "passkey",
  userId: id,
  publicKey: "key",
  counter: 0,
  transports: ["usb"],
  backupEligible: false,
  backedUp: false,
  aaguid: "00000000-0000-0000-0000-000000000000",
  name: "a passkey",
  createdAt: at,
  lastUsedAt: null,
};
const session: SessionRecord = {
  id: "session",
  userId: id,
  version: 1,
  createdAt: at,
  expiresAt: at,
  endsAt: at,
  lastUsedAt: at,
  provedAt: at,
  methods: ["passkey"],
  address: null,
  agent: null,
};
const factor = { userId: id, secret: "sealed", lastStep: 1, trustedSince: at, createdAt: at };
const ticket = { key: "ticket", expiresAt: at };
const use: PasskeyUse = { from: 1, to: 2, backedUp: true, at, ticket };
const opening: FactorOpening = { session, counters: ["a", "b"], ticket };
const nothing: FactorOpening = { session: null, counters: [], ticket: null };
const unreadable = () => "unreadable";

const steps: Readonly<
  Record<string, readonly [ask: Ask, calls: readonly (string | string[])[], none: unknown, two: unknown]>
> = {
  "passkeys.insert": [({ passkeys }) => passkeys.insert(passkey, 1), ["insert passkeys"], false, true],
  "passkeys.find": [({ passkeys }) => passkeys.find("x").catch(unreadable), ["select passkeys"], null, "unreadable"],
  "passkeys.use": [
    ({ passkeys }) => passkeys.use("x", use, session),
    [["update users", "insert counters", "insert sessions", "update passkeys"]],
    false,
    true,
  ],
  "passkeys.use, without a session": [
    ({ passkeys }) => passkeys.use("x", use, null),
    [["update users", "insert counters", "update passkeys"]],
    false,
    true,
  ],
  "passkeys.use, with a counter that does not rise": [
    ({ passkeys }) => passkeys.use("x", { ...use, to: 1 }, session),
    [],
    false,
    false,
  ],
  "passkeys.list": [({ passkeys }) => passkeys.list(id).catch(unreadable), ["select passkeys"], [], "unreadable"],
  "passkeys.rename": [({ passkeys }) => passkeys.rename("x", id, "y"), ["update passkeys"], false, true],
  "passkeys.delete": [
    ({ passkeys }) => passkeys.delete("x", id),
    [["update users", "delete passkeys", "select passkeys"]],
    "none",
    "deleted",
  ],
  "factors.find": [({ factors }) => factors.find(id).catch(unreadable), ["select recovery_codes"], null, "unreadable"],
  "factors.insert": [
    ({ factors }) => factors.insert(factor, ["a", "b"], { sessionVersion: 1 }),
    [["update users", "insert recovery_codes", "insert recovery_codes", "insert factors"]],
    false,
    true,
  ],
  "factors.insert, which ends all other sessions": [
    ({ factors }) => factors.insert(factor, ["a"], { sessionVersion: 1, keptId: "x" }),
    [["update users", "insert recovery_codes", "insert factors", "update sessions", "update users"]],
    false,
    true,
  ],
  "factors.use": [
    ({ factors }) => factors.use(id, { step: 2 }, opening),
    [["update users", "insert counters", "insert sessions", "delete counters", "delete counters", "update factors"]],
    false,
    true,
  ],
  "factors.use, of a recovery code and nothing else": [
    ({ factors }) => factors.use(id, { recoveryHash: "a" }, nothing),
    [["update users", "delete recovery_codes"]],
    false,
    true,
  ],
  "factors.use, with a session of somebody else": [
    ({ factors }) => factors.use("another", { step: 2 }, opening),
    [],
    false,
    false,
  ],
  "factors.replaceCodes": [
    ({ factors }) => factors.replaceCodes(id, ["a"], 1),
    [["update users", "delete recovery_codes", "insert recovery_codes", "update factors"]],
    false,
    true,
  ],
  "factors.forgetDevices": [({ factors }) => factors.forgetDevices(id, at), ["update factors"], false, true],
  "factors.reseal": [({ factors }) => factors.reseal(id, "a", "b"), ["update factors"], false, true],
  "factors.delete": [
    ({ factors }) => factors.delete(id),
    [["update users", "delete factors", "delete recovery_codes"]],
    false,
    true,
  ],
};

describe("a method of a way in is one step", () => {
  it.each(Object.keys(steps))("%s", async (name) => {
    const [ask, calls, none, two] = steps[name]!;
    expect(await asked(ask, 0)).toEqual({ calls, answer: none });
    expect(await asked(ask, 2)).toEqual({ calls, answer: two });
  });

  it("passkeys.delete tells the last way in from what another user has", async () => {
    const remove = async (owner: string) => {
      const executor = fakeExecutor((sql) => (sql.startsWith("select") ? [{ user_id: owner }] : []));
      return sqlStorage({ dialect: sqlite, executor, migrations: "manual" }).passkeys.delete("x", id);
    };
    expect([await remove(id), await remove("another")]).toEqual(["last_way_in", "none"]);
  });

  it("numbers that a driver returns as text are numbers, and anything else is an error", async () => {
    const row = {
      id,
      pool: "users",
      email: "e",
      username: null,
      email_verified: 1,
      metadata: null,
      app_metadata: null,
      disabled: 0,
      session_version: 1,
      created_at: 0,
      updated_at: 0,
      passkey_id: "x",
      added_at: 0,
      user_id: id,
      public_key: "k",
      counter: "4294967295",
      transports: "[]",
      backup_eligible: 0,
      backed_up: 0,
      aaguid: "a",
      name: "n",
      last_used_at: null,
      enabled_at: 0,
      secret: "s",
      last_step: "59000000",
      trusted_since: 0,
      recovery_codes: 10n,
    };
    const storageOf = (fields: object) =>
      sqlStorage({ dialect: sqlite, executor: fakeExecutor(() => [{ ...row, ...fields }]), migrations: "manual" });
    expect((await storageOf({}).passkeys.find("x"))?.passkey.counter).toBe(4_294_967_295);
    expect((await storageOf({}).factors.find(id))?.factor).toMatchObject({ lastStep: 59_000_000, recoveryCodes: 10 });
    for (const counter of ["", "1.5", "-1", null, 1.5])
      await expect(storageOf({ counter }).passkeys.find("x")).rejects.toThrow("a whole number was expected");
    for (const transports of ["{}", "[1]", '["usb", null]'])
      await expect(storageOf({ transports }).passkeys.find("x")).rejects.toThrow("a list of texts was expected");
  });
});
