import { d1Storage } from "@latchkey/adapter-d1";
import { env } from "cloudflare:workers";
import { beforeAll, describe } from "vitest";
import { passkeysSuite } from "../../packages/passkeys/test/passkeys.suite.ts";

describe("passkeys on D1", () => {
  const storage = d1Storage(env.DB);
  beforeAll(() => storage.migrate());
  passkeysSuite(async () => storage);
});
