import { describe, expect, it } from "vitest";
import { createAuth, type Auth } from "../../src/index.ts";
import { memoryStorage } from "../../src/memory.ts";
import { sessions } from "../../src/sessions.ts";
import { SECRET } from "../support.ts";
import { sessionRefreshSuite } from "./session-refresh.suite.ts";
import { sessionsSuite } from "./sessions.suite.ts";

describe("refreshing a session", () => sessionRefreshSuite(async () => memoryStorage()));
describe("the sessions of a user", () => sessionsSuite(async () => memoryStorage()));

describe("sessions()", () => {
  it("sessions() takes what createAuth made, and nothing like it", () => {
    const auth = createAuth({ storage: memoryStorage(), secret: SECRET });
    expect(() => sessions({ ...auth })).toThrow(TypeError);
    expect(() => sessions({} as Auth)).toThrow(/createAuth/);
  });
});
