import { describe, expect, it } from "vitest";
import { createAuth, type AuthOptions } from "../../src/index.ts";
import { memoryStorage } from "../../src/memory.ts";
import { sessionUse } from "../../src/session-use.ts";
import { sessionUseSuite } from "./session-use.suite.ts";
import { SECRET } from "../support.ts";

describe("using a session", () => sessionUseSuite(async () => memoryStorage()));

describe("the options of sessionUse()", () => {
  it.each([
    { idleTimeout: 59 },
    { idleTimeout: 60.5 },
    { idleTimeout: Infinity },
    { idleTimeout: NaN },
    { idleTimeout: "3600" },
    { idleTimeout: null },
    { renewAfter: 0 },
    { renewAfter: -1 },
    { idle: 3600 },
    { idleTimeout: 3600, maxLifetime: 7200 },
  ])("sessionUse refuses %j", (options) => {
    expect(() => sessionUse(options as object)).toThrow(TypeError);
  });

  it.each([
    { lifetime: 3600, use: sessionUse({ idleTimeout: 3600 }) },
    { lifetime: 3600, use: sessionUse({ renewAfter: 7200 }) },
    { use: {} },
    { use: { idleTimeout: 3600 } },
    { use: null },
    { use: sessionUse },
    { idleTimeout: 3600 },
  ])("createAuth refuses a session of %j", (session) => {
    expect(() =>
      createAuth({ storage: memoryStorage(), secret: SECRET, session: session as AuthOptions["session"] & object }),
    ).toThrow(TypeError);
  });

  it("one sessionUse serves several pools", () => {
    const session = { use: sessionUse({ idleTimeout: 3600, renewAfter: 60 }) };
    const storage = memoryStorage();
    for (const pool of ["users", "admins"])
      expect(createAuth({ storage, secret: SECRET, pool, session }).session).toEqual({
        lifetime: 604_800,
        maxLifetime: 2_592_000,
      });
  });
});
