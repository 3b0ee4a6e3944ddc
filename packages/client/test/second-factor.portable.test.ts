import { createClient, LatchkeyError, withSecondFactor, type SecondFactor } from "@latchkey/client";
import type { FactorStatus } from "@latchkey/core/second-factor";
import { memoryStorage } from "@latchkey/core/memory";
import { createHandler } from "@latchkey/http";
import { secondFactorRoutes, type SecondFactorOptions } from "@latchkey/second-factor";
import { describe, expect, expectTypeOf, it } from "vitest";
import { openFactors } from "../../second-factor/test/support/open-factors.ts";
import { ADA, BASE_URL, browserFetch, fetchOf, Keychain } from "./support/server.ts";

function open(rules: Partial<SecondFactorOptions> = {}) {
  const app = openFactors(memoryStorage(), { rules });
  const handler = createHandler(app.auth, { routes: secondFactorRoutes(app.factors) });
  const browser = () => withSecondFactor(createClient({ baseUrl: BASE_URL, fetch: browserFetch(handler) }));
  const device = () =>
    withSecondFactor(createClient({ baseUrl: BASE_URL, fetch: fetchOf(handler), tokenStore: new Keychain() }));
  return { app, browser, device };
}

const refusalOf = async (attempt: Promise<unknown>) => {
  const error = await attempt.catch((thrown: unknown) => thrown);
  if (!(error instanceof LatchkeyError)) throw new Error("it was not refused");
  return error;
};

describe("a client with a second factor", () => {
  it.each(["browser", "device"] as const)("SF01 turns it on, signs in with it and turns it off: a %s", async (kind) => {
    expectTypeOf<SecondFactor>().toEqualTypeOf<FactorStatus>();
    const { app, ...kinds } = open();
    const client = kinds[kind]();
    await client.signUp(ADA);
    const { secret, qr, ticket } = await client.secondFactor.setup();
    expect(qr).toContain("<svg");
    expect(ticket === undefined).toBe(kind === "browser");
    const codes = await client.secondFactor.confirm({ code: app.nextCode(secret), ticket });
    expect(codes).toHaveLength(10);
    await client.signOut();

    const held = await refusalOf(client.signIn(ADA));
    expect([held.code, held.status, held.ticket === undefined]).toEqual([
      "second_factor_required",
      401,
      kind === "browser",
    ]);
    expect(client.session.get().user).toBeNull();
    const wrong = await refusalOf(client.confirmSecondFactor({ code: "000000", ticket: held.ticket }));
    expect([wrong.code, wrong.field]).toEqual(["invalid_code", "code"]);
    const user = await client.confirmSecondFactor({ code: app.nextCode(secret), ticket: held.ticket });
    expect(client.session.get().user?.id).toBe(user.id);

    app.clock.advance(300);
    expect((await refusalOf(client.secondFactor.disable())).code).toBe("proof_required");
    await client.secondFactor.prove({ recoveryCode: codes[0]! });
    expect(await client.secondFactor.get()).toMatchObject({ enabled: true, recoveryCodes: 9 });
    expect(await client.secondFactor.replaceRecoveryCodes()).toHaveLength(10);
    await client.secondFactor.forgetDevices();
    await client.secondFactor.disable();
    expect((await client.secondFactor.get()).enabled).toBe(false);
    expect((await client.signIn(ADA)).id).toBe(user.id);
  });

  it.each(["browser", "device"] as const)(
    "SF01 sets one up on the way in, where it is required: a %s",
    async (kind) => {
      const { app, ...kinds } = open({ required: () => true, trustedDevices: true });
      const client = kinds[kind]();
      const held = await refusalOf(client.signUp(ADA));
      expect(held.code).toBe("second_factor_setup_required");
      const { secret, ticket } = await client.setUpSecondFactor({ ticket: held.ticket });
      const confirmed = await client.confirmSecondFactorSetup({ code: app.nextCode(secret), ticket });
      expect([confirmed.user.email, confirmed.recoveryCodes.length]).toEqual([ADA.email, 10]);
      expect(client.session.get().user?.email).toBe(ADA.email);
      expect((await client.methods()).secondFactor).toEqual({ required: true, trustsDevices: true });
    },
  );
});
