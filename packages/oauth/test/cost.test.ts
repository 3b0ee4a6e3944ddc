import type { Storage } from "@latchkey/core";
import { memoryStorage } from "@latchkey/core/memory";
import { describe, expect, it } from "vitest";
import { bundle } from "../../../test/support/bundle.ts";
import { openOkta, PERSON, signIn } from "./support/application.ts";

/** A storage that notes what is asked of it. */
function listeningStorage() {
  const asked: string[] = [];
  const storage = memoryStorage();
  const stores = Object.entries(storage).map(([name, store]) => {
    if (typeof store !== "object") return [name, store];
    const methods = Object.entries(store as Record<string, (...given: unknown[]) => unknown>).map(([method, run]) => {
      const noted = (...given: unknown[]) => {
        asked.push(`${name}.${method}`);
        return run(...given);
      };
      return [method, noted];
    });
    return [name, Object.fromEntries(methods)];
  });
  return { storage: Object.fromEntries(stores) as Storage, asked };
}

const APPLICATION = `
  import { createAuth } from "@latchkey/core";
  import { memoryStorage } from "@latchkey/core/memory";
  import { createHandler } from "@latchkey/http";
`;
const PLAIN = `${APPLICATION}
  export default createHandler(createAuth({ storage: memoryStorage(), secret: "" }));
`;
const SOCIAL = `${APPLICATION}
  import { google, socialRoutes, socialSignIn } from "@latchkey/oauth";
  const auth = createAuth({ storage: memoryStorage(), secret: "" });
  const providers = [google({ clientId: "", clientSecret: "" })];
  export default createHandler(auth, { routes: socialRoutes(socialSignIn(auth, { origin: "", providers })) });
`;

describe("what sign-in with a provider costs", () => {
  it("OA01 a known account: its ticket is spent, it is read with its user, and the session is opened", async () => {
    const { storage, asked } = listeningStorage();
    const shop = await openOkta({ auth: { storage } });
    await signIn(shop, shop.visitor());
    const visitor = shop.visitor();
    const page = await visitor.visit(`${shop.origin}/auth/oauth/okta`);
    asked.length = 0;
    await visitor.submit(page, PERSON);
    expect(asked).toEqual(["counters.add", "identities.use", "sessions.insert"]);
  });

  it("OA01 going to a provider asks nothing of storage", async () => {
    const { storage, asked } = listeningStorage();
    const shop = await openOkta({ auth: { storage } });
    await shop.visitor().visit(`${shop.origin}/auth/oauth/okta`);
    expect(asked).toEqual([]);
  });

  it("with one provider it adds at most 12 kB to a program, and the protocol waits for the first visitor", async () => {
    const [plain, social] = await Promise.all([bundle(PLAIN), bundle(SOCIAL)]);
    expect(social.gzip - plain.gzip).toBeLessThanOrEqual(12_000);
    expect(social.files.filter((file) => /oauth4webapi|protocol\/exchange/.test(file))).toEqual([]);
    expect(social.files.filter((file) => file.startsWith("providers/")).sort()).toEqual([
      "providers/google",
      "providers/openid",
    ]);
  });
});
