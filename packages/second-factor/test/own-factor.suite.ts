import type { Storage } from "@latchkey/core";
import { describe, expect, it } from "vitest";
import { newcomer, NEW_PASSWORD, openFactors, PASSWORD, refusal, ticketFrom, winners } from "./support/open-factors.ts";

/** Turning the factor on and off, trusting devices, and proving by it, on any storage. */
export function ownFactorSuite(open: () => Promise<Storage>): void {
  describe("turning the second factor on", () => {
    it("SF07 takes a recent proof, and the first code", async () => {
      const app = openFactors(await open());
      const { token, user } = await app.signUp();
      app.clock.advance(300);
      await expect(app.factors.setUp(token)).rejects.toMatchObject(refusal("proof_required"));
      await app.proof.prove(token, { password: PASSWORD });
      app.told();
      const { secret, uri, qr, ticket } = await app.factors.setUp(token);
      expect(secret).toMatch(/^[A-Z2-7]{32}$/);
      const url = new URL(uri);
      expect([url.protocol, url.host]).toEqual(["otpauth:", "totp"]);
      expect(Object.fromEntries(url.searchParams)).toMatchObject({ issuer: "Example", secret });
      expect(qr).toMatch(/^<svg [^>]*viewBox=/);
      expect(qr).not.toMatch(/script|href|<style|on\w+=/i);

      await expect(app.factors.confirm(token, { ticket, code: "000000" })).rejects.toMatchObject(
        refusal("invalid_code", { field: "code" }),
      );
      expect(await app.factors.status(token)).toMatchObject({ enabled: false, createdAt: null, recoveryCodes: 0 });
      expect(await app.factors.confirm(token, { ticket, code: app.nextCode(secret) })).toHaveLength(10);
      // The first code proves the session, too.
      expect(app.told()).toEqual(["second_factor.enabled", "session.proved"]);
      expect((await app.auth.getSession(token))?.session.methods).toEqual(["totp"]);
      expect(await app.factors.status(token)).toEqual({
        enabled: true,
        createdAt: new Date(app.clock.now()).toISOString(),
        recoveryCodes: 10,
        required: false,
      });
      expect((await app.auth.getUser(token))?.id).toBe(user.id);
    });

    it("SF07 nothing is stored before it is confirmed, and what is not confirmed replaces nothing", async () => {
      const app = openFactors(await open());
      const { token, user, email } = await app.signUp();
      const [first, second] = [await app.factors.setUp(token), await app.factors.setUp(token)];
      expect(await app.storage.factors.find(user.id)).toBeNull();
      await app.auth.signIn({ email, password: PASSWORD });
      await app.factors.confirm(token, { ticket: second.ticket, code: app.nextCode(second.secret) });
      const late = app.factors.confirm(token, { ticket: first.ticket, code: app.nextCode(first.secret) });
      await expect(late).rejects.toMatchObject(refusal("second_factor_enabled"));
      await expect(app.factors.setUp(token)).rejects.toMatchObject(refusal("second_factor_enabled"));
      await app.factors.signIn({ ticket: await app.ticketOf(email), code: app.nextCode(second.secret) });
    });

    it("SF07 at once: one of several secrets wins", async () => {
      const app = openFactors(await open());
      const { token } = await app.signUp();
      const setups = await Promise.all([1, 2, 3, 4].map(() => app.factors.setUp(token)));
      const attempts = setups.map(({ ticket, secret }) =>
        app.factors.confirm(token, { ticket, code: app.codeOf(secret) }),
      );
      expect(await winners(attempts, ["second_factor_enabled"])).toBe(1);
    });

    it("SF07 the ticket of a setup is of its session, for 15 minutes, and once", async () => {
      const app = openFactors(await open());
      const { token, email } = await app.signUp();
      const other = await app.auth.signIn({ email, password: PASSWORD });
      const setup = await app.factors.setUp(token);
      const stranger = await app.signUp();
      for (const session of [other.token, stranger.token]) {
        const confirm = app.factors.confirm(session, { ticket: setup.ticket, code: app.nextCode(setup.secret) });
        await expect(confirm).rejects.toMatchObject(refusal("flow_expired"));
      }
      await app.factors.confirm(token, { ticket: setup.ticket, code: app.nextCode(setup.secret) });
      await app.factors.disable(token, { code: app.nextCode(setup.secret) });
      const again = app.factors.confirm(token, { ticket: setup.ticket, code: app.nextCode(setup.secret) });
      await expect(again).rejects.toMatchObject(refusal("flow_expired"));
      const late = await app.factors.setUp(other.token);
      app.clock.advance(900);
      const confirm = app.factors.confirm(other.token, { ticket: late.ticket, code: app.nextCode(late.secret) });
      await expect(confirm).rejects.toMatchObject(refusal("flow_expired"));
    });

    it("SF07 ends other sessions by choice", async () => {
      const app = openFactors(await open());
      for (const endOtherSessions of [false, true]) {
        const { token, email } = await app.signUp();
        const other = await app.auth.signIn({ email, password: PASSWORD });
        const { ticket, secret } = await app.factors.setUp(token);
        await app.factors.confirm(token, { ticket, code: app.nextCode(secret), endOtherSessions });
        expect((await app.auth.getUser(other.token)) === null).toBe(endOtherSessions);
        expect(await app.auth.getUser(token)).not.toBeNull();
      }
    });

    it("SF01 with them ends a sign-in that has read that there is no factor, and has no session yet", async () => {
      const real = await open();
      let meanwhile: (() => Promise<unknown>) | undefined;
      const find: typeof real.factors.find = async (userId) => {
        const found = await real.factors.find(userId);
        const turnOn = meanwhile;
        meanwhile = undefined;
        await turnOn?.();
        return found;
      };
      const app = openFactors({ ...real, factors: { ...real.factors, find } });
      const { token, email } = await app.signUp();
      const { ticket, secret } = await app.factors.setUp(token);
      meanwhile = () => app.factors.confirm(token, { ticket, code: app.nextCode(secret), endOtherSessions: true });
      await expect(app.auth.signIn({ email, password: PASSWORD })).rejects.toMatchObject(
        refusal("invalid_credentials"),
      );
      expect(await app.auth.getUser(token)).not.toBeNull();
      await expect(app.auth.signIn({ email, password: PASSWORD })).rejects.toMatchObject(
        refusal("second_factor_required"),
      );
    });
  });

  describe("turning the second factor off", () => {
    it("SF07 takes the factor: a password, however recent, is not enough", async () => {
      const app = openFactors(await open());
      const { token, secret, email } = await app.enrol();
      await app.proof.prove(token, { password: PASSWORD });
      for (const act of [() => app.factors.disable(token), () => app.factors.replaceCodes(token)])
        await expect(act()).rejects.toMatchObject(refusal("proof_required"));
      await app.factors.prove(token, { code: app.nextCode(secret) });
      app.clock.advance(300);
      await expect(app.factors.disable(token)).rejects.toMatchObject(refusal("proof_required"));
      await app.factors.prove(token, { code: app.nextCode(secret) });
      app.told();
      await app.factors.disable(token);
      expect(app.told()).toEqual(["second_factor.disabled"]);
      expect((await app.factors.status(token)).enabled).toBe(false);
      await app.auth.signIn({ email, password: PASSWORD });
      await expect(app.factors.disable(token)).rejects.toMatchObject(refusal("second_factor_disabled"));
    });

    it("SF07 a passkey or a recovery code is enough, too", async () => {
      const app = openFactors(await open());
      const { token, session, user, recoveryCodes } = await app.enrol();
      const provedAt = new Date(app.clock.now());
      await app.storage.sessions.prove(session.id, user.id, { provedAt, methods: ["passkey"] });
      await app.factors.replaceCodes(token);
      await expect(app.factors.disable(token, { recoveryCode: recoveryCodes[0]! })).rejects.toMatchObject(
        refusal("invalid_code"),
      );
      await app.factors.disable(token);
    });

    it("SF10 a factor that is gone is gone: no code, recovery code, ticket or device of it counts", async () => {
      const app = openFactors(await open(), { rules: { trustedDevices: true } });
      const { user, email, secret, recoveryCodes } = await app.enrol();
      const { device } = await app.factors.signIn({
        ticket: await app.ticketOf(email),
        code: app.nextCode(secret),
        trustDevice: true,
      });
      const ticket = await app.ticketOf(email);
      await app.storage.factors.delete(user.id);
      for (const guess of [{ code: app.nextCode(secret) }, { recoveryCode: recoveryCodes[0]! }])
        await expect(app.factors.signIn({ ticket, ...guess })).rejects.toMatchObject(refusal("flow_expired"));
      const { token } = await app.auth.signIn({ email, password: PASSWORD });
      const again = await app.turnOn(token);
      await ticketFrom(app.auth.signIn({ email, password: PASSWORD }, undefined, { trustedDevice: device! }));
      await expect(
        app.factors.signIn({ ticket: await app.ticketOf(email), recoveryCode: recoveryCodes[0]! }),
      ).rejects.toMatchObject(refusal("invalid_code"));
      await app.factors.signIn({ ticket: await app.ticketOf(email), code: app.nextCode(again.secret) });
    });
  });

  describe("a factor that is required", () => {
    const rules = { required: () => true };
    const setupCode = "second_factor_setup_required";

    it("SF01 a sign-up makes the account without a session, which comes with the first code", async () => {
      const app = openFactors(await open(), { rules });
      const email = `${crypto.randomUUID()}@example.com`;
      const ticket = await ticketFrom(app.auth.signUp({ email, password: PASSWORD }), setupCode);
      expect(app.told()).toEqual(["user.created"]);
      const { id } = (await app.storage.users.findByEmail("users", email))!.user;
      expect(await app.sessionsOf(id)).toBe(0);
      const setup = await app.factors.setUpToSignIn(ticket);
      await expect(app.factors.confirmToSignIn({ ticket: setup.ticket, code: "000000" })).rejects.toMatchObject(
        refusal("invalid_code"),
      );
      expect(await app.storage.factors.find(id)).toBeNull();
      const code = app.nextCode(setup.secret);
      const signedIn = await app.factors.confirmToSignIn({ ticket: setup.ticket, code });
      expect(signedIn.recoveryCodes).toHaveLength(10);
      expect(signedIn.session.methods).toEqual(["password", "totp"]);
      expect(app.told()).toEqual(["second_factor.enabled", "session.opened"]);
      expect((await app.auth.getUser(signedIn.token))?.id).toBe(id);
      expect((await app.factors.status(signedIn.token)).required).toBe(true);
      for (const again of [setup.ticket, ticket])
        await expect(app.factors.confirmToSignIn({ ticket: again, code })).rejects.toMatchObject(
          refusal("flow_expired"),
        );
      await ticketFrom(app.auth.signIn({ email, password: PASSWORD }));
    });

    it("SF01 every way in of a user without one leads to the setup, and to no session", async () => {
      const storage = await open();
      const before = openFactors(storage);
      const [email, username] = [`${crypto.randomUUID()}@example.com`, `u${crypto.randomUUID().slice(0, 13)}`];
      const { user } = await before.named().signUp({ email, username, password: PASSWORD });
      const proved = newcomer();
      await before.own.signIn(proved);
      await storage.users.update(user.id, { emailVerified: true }, { at: new Date(before.clock.now()) });
      await storage.users.endSessions(user.id);
      const app = openFactors(storage, { rules });
      for (const enter of [
        () => app.auth.signIn({ email, password: PASSWORD }),
        () => app.named().signIn({ username, password: PASSWORD }),
        () => app.own.signIn(proved),
        () => app.own.signIn(newcomer()),
        async () => app.reset.reset({ token: await app.resetToken(email), password: NEW_PASSWORD }),
      ])
        await ticketFrom(enter(), setupCode);
      expect(await app.sessionsOf(user.id)).toBe(0);
    });

    it("SF04 its tickets are void once all sessions were ended", async () => {
      const storage = await open();
      const { user, email } = await openFactors(storage).signUp();
      const app = openFactors(storage, { rules });
      const ticket = await ticketFrom(app.auth.signIn({ email, password: PASSWORD }), setupCode);
      const setup = await app.factors.setUpToSignIn(ticket);
      await storage.users.endSessions(user.id);
      await expect(app.factors.setUpToSignIn(ticket)).rejects.toMatchObject(refusal("flow_expired"));
      const confirm = app.factors.confirmToSignIn({ ticket: setup.ticket, code: app.nextCode(setup.secret) });
      await expect(confirm).rejects.toMatchObject(refusal("flow_expired"));
      expect(await storage.factors.find(user.id)).toBeNull();
      expect(await app.sessionsOf(user.id)).toBe(0);
    });

    it("SF04 a set-up of a sign-in is none of a session, and the other way round", async () => {
      const storage = await open();
      const { email, token } = await openFactors(storage).signUp();
      const app = openFactors(storage, { rules });
      const ticket = await ticketFrom(app.auth.signIn({ email, password: PASSWORD }), setupCode);
      const [signsIn, own] = [await app.factors.setUpToSignIn(ticket), await app.factors.setUp(token)];
      const input = ({ ticket: given, secret }: typeof own) => ({ ticket: given, code: app.nextCode(secret) });
      await expect(app.factors.confirm(token, input(signsIn))).rejects.toMatchObject(refusal("flow_expired"));
      await expect(app.factors.confirmToSignIn(input(own))).rejects.toMatchObject(refusal("flow_expired"));
    });

    it("SF01 who may choose is asked for nothing", async () => {
      const app = openFactors(await open(), { rules: { required: (user) => user.appMetadata?.role === "admin" } });
      const { token } = await app.signUp();
      expect((await app.factors.status(token)).required).toBe(false);
    });
  });

  describe("a trusted device", () => {
    const rules = { trustedDevices: true };
    const trust = async (app: ReturnType<typeof openFactors>, email: string, secret: string) => {
      const input = { ticket: await app.ticketOf(email), code: app.nextCode(secret), trustDevice: true };
      return (await app.factors.signIn(input)).device!;
    };

    it("SF01 stands for the code for 30 days, and its sessions say so", async () => {
      const app = openFactors(await open(), { rules });
      const { email, secret } = await app.enrol();
      const trustedDevice = await trust(app, email, secret);
      const enter = () => app.auth.signIn({ email, password: PASSWORD }, undefined, { trustedDevice });
      const { session, token } = await enter();
      expect(session.methods).toEqual(["password", "trusted_device"]);
      // It proves nothing about who sits there now.
      await expect(app.factors.disable(token)).rejects.toMatchObject(refusal("proof_required"));
      app.clock.advance(30 * 86_400);
      await ticketFrom(enter());
    });

    it("SF01 is of one person, and never the first factor", async () => {
      const app = openFactors(await open(), { rules });
      const [alice, bob] = [await app.enrol(), await app.enrol()];
      // Both trust devices since the same moment.
      app.clock.advance(30);
      await Promise.all([alice, bob].map(({ token }) => app.factors.forgetDevices(token)));
      const trustedDevice = await trust(app, alice.email, alice.secret);
      await ticketFrom(app.auth.signIn({ email: bob.email, password: PASSWORD }, undefined, { trustedDevice }));
      const guess = app.auth.signIn({ email: alice.email, password: "not it" }, undefined, { trustedDevice });
      await expect(guess).rejects.toMatchObject(refusal("invalid_credentials"));
    });

    it.each<[string, (app: ReturnType<typeof openFactors>, person: { token: string; id: string }) => Promise<unknown>]>(
      [
        ["forgetting devices", (app, { token }) => app.factors.forgetDevices(token)],
        ["signing out everywhere", (app, { id }) => app.storage.users.endSessions(id)],
        [
          "a new password",
          (app, { token }) => app.changer.change(token, { currentPassword: PASSWORD, newPassword: NEW_PASSWORD }),
        ],
      ],
    )("SF01 is trusted no more after %s", async (_, end) => {
      const app = openFactors(await open(), { rules });
      const { email, secret, token, user } = await app.enrol();
      const trustedDevice = await trust(app, email, secret);
      await app.auth.signIn({ email, password: PASSWORD }, undefined, { trustedDevice });
      await end(app, { token, id: user.id });
      const attempts = [PASSWORD, NEW_PASSWORD].map((password) =>
        ticketFrom(app.auth.signIn({ email, password }, undefined, { trustedDevice })).catch(() => null),
      );
      expect((await Promise.all(attempts)).filter(Boolean)).toHaveLength(1);
    });

    it("SF01 is never trusted where the option is off", async () => {
      const storage = await open();
      const app = openFactors(storage, { rules });
      const { email, secret } = await app.enrol();
      const trustedDevice = await trust(app, email, secret);
      const strict = openFactors(storage);
      await ticketFrom(strict.auth.signIn({ email, password: PASSWORD }, undefined, { trustedDevice }));
      const ticket = await strict.ticketOf(email);
      strict.clock.advance(app.clock.now() / 1000 - strict.clock.now() / 1000);
      const { device } = await strict.factors.signIn({ ticket, code: strict.nextCode(secret), trustDevice: true });
      expect(device).toBeNull();
    });
  });

  describe("a step up", () => {
    it("SF08 by a code renews the proof, opens no session, and says by what", async () => {
      const app = openFactors(await open());
      const { token, user, secret } = await app.enrol();
      app.clock.advance(300);
      await expect(app.proof.require(token)).rejects.toMatchObject(refusal("proof_required"));
      const before = await app.sessionsOf(user.id);
      app.told();
      const proved = await app.factors.prove(token, { code: app.nextCode(secret) });
      expect(proved).toMatchObject({ methods: ["totp"], provedAt: new Date(app.clock.now()).toISOString() });
      expect(app.told()).toEqual(["session.proved"]);
      expect(await app.sessionsOf(user.id)).toBe(before);
      expect(await app.proof.require(token, { methods: ["passkey", "totp"] })).toMatchObject({ methods: ["totp"] });
      await expect(app.proof.require(token, { methods: ["passkey"] })).rejects.toMatchObject(refusal("proof_required"));
    });

    it("SF08 the password alone is no proof where a code is asked for, however recent", async () => {
      const app = openFactors(await open());
      const { token } = await app.enrol();
      await app.proof.prove(token, { password: PASSWORD });
      await app.proof.require(token, { within: 60 });
      await expect(app.proof.require(token, { within: 60, methods: ["totp"] })).rejects.toMatchObject(
        refusal("proof_required"),
      );
      for (const methods of [[], [""], "totp", [1]] as unknown as string[][])
        await expect(app.proof.require(token, { methods })).rejects.toThrow(TypeError);
    });

    it("SF08 without a factor there is nothing to prove by", async () => {
      const app = openFactors(await open());
      const { token } = await app.signUp();
      await expect(app.factors.prove(token, { code: "123456" })).rejects.toMatchObject(
        refusal("second_factor_disabled"),
      );
      for (const act of [app.factors.forgetDevices, app.factors.replaceCodes])
        await expect(act(token)).rejects.toMatchObject(refusal("second_factor_disabled"));
    });
  });

  describe("the stored secret", () => {
    const [OLD, NEW] = ["an old secret of this project, 32 bytes", "a new secret of this project, 32 bytes"];
    const ring = (...ids: ("new" | "old")[]) => ids.map((id) => ({ id, secret: id === "new" ? NEW : OLD }));

    it("SF05 is sealed, and opens for its user alone", async () => {
      const storage = await open();
      const app = openFactors(storage);
      const [alice, mallory] = [await app.enrol(), await app.enrol()];
      const stored = (await storage.factors.find(mallory.user.id))!.factor.secret;
      expect(JSON.stringify(await storage.factors.find(mallory.user.id))).not.toContain(mallory.secret);
      // A row that is copied in the database is worth nothing.
      const own = (await storage.factors.find(alice.user.id))!.factor.secret;
      await storage.factors.reseal(alice.user.id, own, stored);
      await expect(
        app.factors.signIn({ ticket: await app.ticketOf(alice.email), code: app.nextCode(mallory.secret) }),
      ).rejects.toThrow(/does not open/);
    });

    it("SF05 survives a rotation of the ring, and is sealed anew, with the recovery codes", async () => {
      const storage = await open();
      const old = openFactors(storage, { secret: ring("old") });
      const { user, email, secret, recoveryCodes } = await old.enrol();
      const both = openFactors(storage, { secret: ring("new", "old") });
      both.clock.advance((old.clock.now() - both.clock.now()) / 1000);
      const before = (await storage.factors.find(user.id))!.factor.secret;
      await both.factors.signIn({ ticket: await both.ticketOf(email), code: both.nextCode(secret) });
      const after = (await storage.factors.find(user.id))!.factor.secret;
      expect(after).not.toBe(before);
      const fresh = openFactors(storage, { secret: ring("new") });
      fresh.clock.advance((both.clock.now() - fresh.clock.now()) / 1000);
      await fresh.factors.signIn({ ticket: await fresh.ticketOf(email), code: fresh.nextCode(secret) });
      expect((await storage.factors.find(user.id))!.factor.secret).toBe(after);
      await fresh.factors.signIn({ ticket: await fresh.ticketOf(email), recoveryCode: recoveryCodes[0]! });
    });
  });
}
