import { d1Storage } from "@latchkey/adapter-d1";
import { env } from "cloudflare:workers";
import { beforeAll, describe } from "vitest";
import { stepUpSuite } from "../../packages/core/test/account/step-up.suite.ts";
import { identitiesSuite } from "../../packages/core/test/identities/identities.suite.ts";
import { mailSignInSuite } from "../../packages/core/test/mail-sign-in/mail-sign-in.suite.ts";

describe("accounts at providers on D1", () => {
  const storage = d1Storage(env.DB);
  beforeAll(() => storage.migrate());
  identitiesSuite(async () => storage);
  stepUpSuite(async () => storage);
  mailSignInSuite(async () => storage);
});
