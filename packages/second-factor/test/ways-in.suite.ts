import type { Storage } from "@latchkey/core";
import { sessions } from "@latchkey/core/sessions";
import { describe, expect, it } from "vitest";
import {
  newcomer,
  NEW_PASSWORD,
  openFactors,
  PASSWORD,
  refusal,
  ticketFrom,
  type Factors,
} from "./support/open-factors.ts";

/** Somebody with a second factor and no session, and a way in. */
interface WayIn {
  /** What the session says beside the second factor. */
  readonly methods: readonly string[];
  /** @returns the id of the user, and an attempt to get in */
  readonly prepare: (app: Factors) => Promise<{ userId: string; secret: string; enter: () => Promise<unknown> }>;
}

const byPassword = (enter: (app: Factors, email: string) => Promise<unknown>) =>
  (async (app) => {
    const { user, email, secret } = await app.enrol();
    await app.storage.users.endSessions(user.id);
    return { userId: user.id, secret, enter: () => enter(app, email) };
  }) satisfies WayIn["prepare"];

/** An account whose address was never proved is taken over by a mail, and loses the factor: here it is proved. */
async function verified(app: Factors, email: string): Promise<void> {
  const { id } = (await app.storage.users.findByEmail("users", email))!.user;
  await app.storage.users.update(id, { emailVerified: true }, { at: new Date(app.clock.now()) });
}

const ways: Readonly<Record<string, WayIn>> = {
  "the password": {
    methods: ["password"],
    prepare: byPassword(({ auth }, email) => auth.signIn({ email, password: PASSWORD })),
  },
  "the user name": {
    methods: ["password"],
    async prepare(app) {
      const [email, username] = [`${crypto.randomUUID()}@example.com`, `u${crypto.randomUUID().slice(0, 13)}`];
      const signedUp = await app.named().signUp({ email, username, password: PASSWORD });
      const { user, secret } = await app.enrol({ email, ...signedUp });
      await app.storage.users.endSessions(user.id);
      const enter = () => app.named().signIn({ username, password: PASSWORD });
      return { userId: user.id, secret, enter };
    },
  },
  "a reset by mail": {
    methods: ["mail"],
    prepare: byPassword(async (app, email) => {
      await verified(app, email);
      return app.reset.reset({ token: await app.resetToken(email), password: NEW_PASSWORD });
    }),
  },
  "the proof of an address by the password, without a session": {
    methods: ["password", "mail"],
    async prepare(app) {
      const { user, email, token: session, secret } = await app.enrol();
      await app.verification.request(session);
      const token = await app.lastToken(email);
      await app.storage.users.endSessions(user.id);
      return { userId: user.id, secret, enter: () => app.verification.verify({ token, password: PASSWORD }) };
    },
  },
  "the link of a mail": {
    methods: ["mail"],
    prepare: byPassword(async (app, email) => {
      await verified(app, email);
      await app.byMail.request({ email });
      return app.byMail.confirm({ token: await app.lastToken(email) });
    }),
  },
  "the code of a mail": {
    methods: ["mail"],
    prepare: byPassword(async (app, email) => {
      await verified(app, email);
      const { ticket } = await app.byMail.request({ email });
      return app.byMail.confirm({ code: await app.mailedCode(email), ticket });
    }),
  },
  "an account at a provider": {
    methods: ["oauth:okta"],
    async prepare(app) {
      const proved = newcomer();
      const first = await app.own.signIn(proved);
      if (first.outcome !== "signed_in") throw new Error("it was not let in");
      const { user, token } = first.signedIn;
      const { secret } = await app.turnOn(token);
      await app.storage.users.endSessions(user.id);
      return { userId: user.id, secret, enter: () => app.own.signIn(proved) };
    },
  },
  "an account at a provider that is linked by its address": {
    methods: ["oauth:okta"],
    async prepare(app) {
      const { user, email, secret } = await app.enrol();
      await app.storage.users.update(user.id, { emailVerified: true }, { at: new Date(app.clock.now()) });
      await app.storage.users.endSessions(user.id);
      const enter = () => app.own.signIn(newcomer({ email }), undefined, { linkVerified: true });
      return { userId: user.id, secret, enter };
    },
  },
};

/** Every way in, on any storage. */
export function waysInSuite(open: () => Promise<Storage>): void {
  describe("no session exists before the second factor", () => {
    it.each(Object.keys(ways))("SF01 by %s there is a ticket first, and the session with the code", async (name) => {
      const app = openFactors(await open());
      const { methods, prepare } = ways[name]!;
      const { userId, secret, enter } = await prepare(app);
      app.told();
      const ticket = await ticketFrom(enter());
      expect(await app.sessionsOf(userId)).toBe(0);
      expect(app.told()).not.toContain("session.opened");
      const { session, user } = await app.factors.signIn({ ticket, code: app.nextCode(secret) });
      expect(user.id).toBe(userId);
      expect(session.methods).toEqual([...methods, "totp"]);
      expect(app.told()).toEqual(["session.opened"]);
      expect(await app.sessionsOf(userId)).toBe(1);
    });

    it("SF01 a reset by mail sets the password and ends every session, and leaves the factor on", async () => {
      const app = openFactors(await open());
      const { user, email, token, secret } = await app.enrol();
      await app.storage.users.update(user.id, { emailVerified: true }, { at: new Date(app.clock.now()) });
      const reset = app.reset.reset({ token: await app.resetToken(email), password: NEW_PASSWORD });
      const ticket = await ticketFrom(reset);
      expect(await app.auth.getUser(token)).toBeNull();
      await expect(app.auth.signIn({ email, password: PASSWORD })).rejects.toMatchObject(
        refusal("invalid_credentials"),
      );
      await ticketFrom(app.auth.signIn({ email, password: NEW_PASSWORD }));
      expect((await app.storage.factors.find(user.id))?.factor).toBeDefined();
      const { session } = await app.factors.signIn({ ticket, code: app.nextCode(secret) });
      expect(session.methods).toEqual(["mail", "totp"]);
    });

    it("SF01 who takes an account over that was never verified is not asked for a stranger's factor", async () => {
      const app = openFactors(await open());
      const { user, email } = await app.enrol();
      const { session } = await app.reset.reset({ token: await app.resetToken(email), password: NEW_PASSWORD });
      expect(session.methods).toEqual(["mail"]);
      expect(await app.storage.factors.find(user.id)).toBeNull();
    });

    it("SF01 the user's own session goes on over a new password, and keeps what it had proved", async () => {
      const app = openFactors(await open());
      const { email, secret } = await app.enrol();
      const ticket = await app.ticketOf(email);
      const signedIn = await app.factors.signIn({ ticket, code: app.nextCode(secret) });
      app.clock.advance(1000);
      const changed = await app.changer.change(signedIn.token, {
        currentPassword: PASSWORD,
        newPassword: NEW_PASSWORD,
      });
      const { methods, provedAt } = signedIn.session;
      expect(changed.session).toMatchObject({ methods, provedAt });
      expect(methods).toEqual(["password", "totp"]);
    });

    it("SF01 a wrong password says nothing of the factor, whoever has one", async () => {
      const app = openFactors(await open());
      const [enrolled, plain] = [await app.enrol(), await app.signUp()];
      for (const { email } of [enrolled, plain])
        await expect(app.auth.signIn({ email, password: "not the password" })).rejects.toEqual(
          expect.objectContaining({ code: "invalid_credentials", ticket: undefined, message: "Invalid credentials" }),
        );
    });

    it("SF01 a provider's own second factor counts where the option says so, and no other provider's", async () => {
      const app = openFactors(await open(), { rules: { trusts: ["oauth:okta"] } });
      const trusted = newcomer();
      const first = await app.own.signIn(trusted);
      if (first.outcome !== "signed_in") throw new Error("it was not let in");
      await app.turnOn(first.signedIn.token);
      expect((await app.own.signIn(trusted)).outcome).toBe("signed_in");
      const other = newcomer({ provider: "github" });
      const second = await app.own.signIn(other);
      if (second.outcome !== "signed_in") throw new Error("it was not let in");
      await app.turnOn(second.signedIn.token);
      await ticketFrom(app.own.signIn(other));
    });

    it("SF01 a session from before the factor goes on, and its refresh opens nothing", async () => {
      const app = openFactors(await open());
      const { token, user } = await app.enrol();
      app.clock.advance(60);
      const refreshed = await sessions(app.auth).refresh(token);
      expect(refreshed?.session).toMatchObject({ userId: user.id, methods: ["totp"] });
      expect(await app.sessionsOf(user.id)).toBe(1);
    });
  });

  describe("ways in that stand for the factor", () => {
    const wanted = (...more: string[]) =>
      refusal("proof_required", { methods: ["totp", "recovery_code", "passkey", ...more] });

    it("SF07 the password alone links no provider whose own factor counts, and a code does", async () => {
      const app = openFactors(await open(), { rules: { trusts: ["oauth:okta"] } });
      const { token, secret } = await app.enrol();
      const [trusted, plain] = [newcomer(), newcomer({ provider: "github" })];
      await app.proof.prove(token, { password: PASSWORD });
      await expect(app.own.requireLinkProof(token, "okta")).rejects.toMatchObject(wanted("oauth:okta"));
      await expect(app.own.link(token, trusted)).rejects.toMatchObject(wanted("oauth:okta"));
      expect(await app.own.signIn(trusted)).toMatchObject({ outcome: "signed_in", isNew: true });
      // One that stands for nothing is as before.
      await app.own.requireLinkProof(token, "github");
      await app.own.link(token, plain);
      await ticketFrom(app.own.signIn(plain));
      const other = newcomer();
      await app.factors.prove(token, { code: app.nextCode(secret) });
      await app.own.requireLinkProof(token, "okta");
      await app.own.link(token, other);
      expect(await app.own.signIn(other)).toMatchObject({ outcome: "signed_in", isNew: false });
    });

    it("SF07 nor does an address that both sides have proved, nor a ticket with the password alone", async () => {
      const app = openFactors(await open(), { rules: { trusts: ["oauth:okta"], trustedDevices: true } });
      const { token, secret, email } = await app.enrol();
      await app.verification.request(token);
      await app.verification.verify({ token: await app.lastToken(email), sessionToken: token });
      const proved = newcomer({ email });
      const asked = await app.own.signIn(proved, undefined, { linkVerified: true });
      if (asked.outcome !== "link_required") throw new Error("a session was opened");
      const ticket = await app.ticketOf(email);
      const { token: full, device } = await app.factors.signIn({
        ticket,
        code: app.nextCode(secret),
        trustDevice: true,
      });
      const trusted = await app.auth.signIn({ email, password: PASSWORD }, undefined, { trustedDevice: device! });
      await expect(app.own.linkPending(trusted.token, asked.ticket)).rejects.toMatchObject(wanted("oauth:okta"));
      // The ticket stays good for the owner.
      await app.own.linkPending(full, asked.ticket);
      expect(await app.own.signIn(proved)).toMatchObject({ outcome: "signed_in", isNew: false });
    });
  });
}
