import { d1Storage } from "@latchkey/adapter-d1";
import { env } from "cloudflare:workers";
import { beforeAll, describe } from "vitest";
import { codesSuite } from "../../packages/second-factor/test/codes.suite.ts";
import { ownFactorSuite } from "../../packages/second-factor/test/own-factor.suite.ts";
import { waysInSuite } from "../../packages/second-factor/test/ways-in.suite.ts";

describe("the second factor on D1", () => {
  const storage = d1Storage(env.DB);
  beforeAll(() => storage.migrate());
  waysInSuite(async () => storage);
  codesSuite(async () => storage);
  ownFactorSuite(async () => storage);
});
