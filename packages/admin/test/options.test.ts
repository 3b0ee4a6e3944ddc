import { createAuth } from "@latchkey/core";
import { memoryStorage } from "@latchkey/core/memory";
import { expect, it } from "vitest";
import { admin } from "../src/index.ts";

const options = { storage: memoryStorage(), secret: "a secret of this project, 32 bytes or more" };
const auth = createAuth(options);
const administrators = createAuth({ ...options, pool: "admins" });

it("AD01 options that would let in the wrong people are refused", () => {
  expect(() => admin(auth, { administrators: auth })).toThrow("allow must say who is one");
  expect(() =>
    admin(auth, { administrators: auth, allow: ({ user }) => user.appMetadata?.role === "admin" }),
  ).not.toThrow();
  for (const wrong of [
    {},
    { administrators: {} },
    { administrators, allow: true },
    { administrators, proofWithin: 0 },
    { administrators, appMetadata: {} },
    { administrators, alow: () => true },
  ])
    expect(() => admin(auth, wrong as never)).toThrow(TypeError);
});
