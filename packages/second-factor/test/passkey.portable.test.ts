import type { Auth } from "@latchkey/core";
import { memoryStorage } from "@latchkey/core/memory";
import { expect, it } from "vitest";
import { passkeys } from "../../passkeys/src/index.ts";
import { makePasskey, ORIGIN, RP_ID } from "../../passkeys/test/support/authenticator.ts";
import { openFactors, PASSWORD, ticketFrom } from "./support/open-factors.ts";

const open = (rules = {}) => {
  const app = openFactors(memoryStorage(), { rules });
  return { app, keys: passkeys(app.auth as Auth, { rpId: RP_ID, origins: [ORIGIN] }) };
};

it("SF01 a passkey counts as two factors: it opens a session, and may turn the other off", async () => {
  const { app, keys } = open();
  const { token, email } = await app.enrol();
  const passkey = await makePasskey(await keys.beginAdd(token));
  await keys.add(token, { response: passkey.made });
  await ticketFrom(app.auth.signIn({ email, password: PASSWORD }));
  const signedIn = await keys.signIn({ response: await passkey.sign(await keys.beginSignIn()) });
  expect(signedIn.session.methods).toEqual(["passkey"]);
  await app.factors.disable(signedIn.token);
});

it("SF07 a password adds no passkey, which would turn the factor off, and a code does", async () => {
  const { app, keys } = open({ trustedDevices: true });
  const { token, email, secret } = await app.enrol();
  await app.proof.prove(token, { password: PASSWORD });
  const wanted = { code: "proof_required", methods: ["totp", "recovery_code", "passkey"] };
  await expect(keys.beginAdd(token)).rejects.toMatchObject(wanted);
  const ticket = await app.ticketOf(email);
  const { device } = await app.factors.signIn({ ticket, code: app.nextCode(secret), trustDevice: true });
  const trusted = await app.auth.signIn({ email, password: PASSWORD }, undefined, { trustedDevice: device! });
  await expect(keys.beginAdd(trusted.token)).rejects.toMatchObject(wanted);
  await app.factors.prove(trusted.token, { code: app.nextCode(secret) });
  const passkey = await makePasskey(await keys.beginAdd(trusted.token));
  await keys.add(trusted.token, { response: passkey.made });
});

it("SF01 who signs up by a passkey needs no second factor, where one is required", async () => {
  const { keys } = open({ required: () => true });
  const options = await keys.beginSignUp({ email: `${crypto.randomUUID()}@example.com` });
  const { made } = await makePasskey(options);
  expect((await keys.signUp({ response: made })).session.methods).toEqual(["passkey"]);
});
