import { memoryStorage } from "@latchkey/core/memory";
import { describe, expect, it } from "vitest";
import { bundle } from "../../../test/support/bundle.ts";
import { recordCalls } from "../../core/test/support.ts";
import { freshEmail, openApplication } from "./support/application.ts";

const APPLICATION = `
  import { createAuth } from "@latchkey/core";
  import { memoryStorage } from "@latchkey/core/memory";
  import { createHandler } from "@latchkey/http";
`;
/** What core has of passkeys, without a ceremony. */
const COMPANION = `${APPLICATION}
  import { passkeyAccounts } from "@latchkey/core/passkeys";
  const auth = createAuth({ storage: memoryStorage(), secret: "" });
  export const accounts = passkeyAccounts(auth);
  export default createHandler(auth);
`;
const WITH_PASSKEYS = `${APPLICATION}
  import { passkeyRoutes, passkeys } from "@latchkey/passkeys";
  const auth = createAuth({ storage: memoryStorage(), secret: "" });
  const keys = passkeys(auth, { rpId: "example.com", origins: ["https://example.com"] });
  export default createHandler(auth, { routes: passkeyRoutes(keys) });
`;

describe("what passkeys cost", () => {
  it("PK03 signing in takes two storage steps: one reads, one writes, and the options take none", async () => {
    const { storage, calls } = recordCalls(memoryStorage());
    const { keys, signUp } = openApplication(storage);
    const { passkey } = await signUp();
    calls.length = 0;
    const response = await passkey.sign(await keys.beginSignIn());
    expect(calls).toEqual([]);
    await keys.signIn({ response });
    expect(calls).toEqual(["passkeys.find", "passkeys.use"]);
  });

  it("PK01 signing up takes three: the address is looked for, the challenge is spent, the user is added", async () => {
    const { storage, calls } = recordCalls(memoryStorage());
    const { keys, make } = openApplication(storage);
    const { made } = await make(await keys.beginSignUp({ email: freshEmail() }));
    await keys.signUp({ response: made });
    expect(calls).toEqual(["users.findByEmail", "counters.add", "passkeys.insertUser"]);
  });

  it("PK05 the package adds at most 12 kB to core, without a parser of certificates", async () => {
    const [companion, more] = await Promise.all([bundle(COMPANION), bundle(WITH_PASSKEYS)]);
    expect(more.gzip - companion.gzip).toBeLessThanOrEqual(12_000);
    expect(more.files.filter((file) => /asn1|x509|reflect-metadata|pkijs|pvutils/.test(file))).toEqual([]);
  });
});
