import { memoryStorage } from "@latchkey/core/memory";
import { describe } from "vitest";
import { codesSuite } from "./codes.suite.ts";
import { ownFactorSuite } from "./own-factor.suite.ts";
import { routesSuite } from "./routes.suite.ts";
import { waysInSuite } from "./ways-in.suite.ts";

describe("the second factor on memory", () => {
  waysInSuite(async () => memoryStorage());
  codesSuite(async () => memoryStorage());
  ownFactorSuite(async () => memoryStorage());
  routesSuite();
});
