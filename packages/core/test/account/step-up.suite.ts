import { expect, it } from "vitest";
import type { Storage } from "../../src/index.ts";
import { apiKeys } from "../../src/api-keys.ts";
import { emailChange } from "../../src/email-change.ts";
import { ownAccount } from "../../src/own-account.ts";
import { stepUp } from "../../src/step-up.ts";
import { freshEmail, NEW_PASSWORD, newcomer, openIdentities, PASSWORD } from "../identities/open-identities.ts";
import { refusal } from "../support.ts";

/** A proof that is recent takes the place of the current password, on any storage. */
export function stepUpSuite(open: () => Promise<Storage>): void {
  function openProofs(storage: Storage) {
    const app = openIdentities(storage);
    const proof = stepUp(app.auth);
    const change = emailChange(app.auth, { send: () => {}, notify: () => {}, onError: () => {} });
    /** Everything that asks for a recent proof. */
    const actions = {
      "an API key": (token: string) => apiKeys(app.auth).create(token, { name: "CI" }),
      "a new address": (token: string) => change.request(token, { email: freshEmail() }),
      "the end of an identity": (token: string) => app.own.unlink(token, { provider: "test", subject: "none" }),
      "the end of the account": (token: string) => ownAccount(app.auth).delete(token),
    };
    return { ...app, proof, actions };
  }

  it("SF08 what hurts is refused 5 minutes after the proof, and done before", async () => {
    const { actions, signUp, clock, auth } = openProofs(await open());
    for (const [name, act] of Object.entries(actions)) {
      const { token } = await signUp(freshEmail());
      clock.advance(300);
      await expect(act(token), name).rejects.toMatchObject(refusal("proof_required"));
      clock.advance(-1);
      // There is no such identity; but the proof was enough.
      const outcome = await act(token).then(
        () => "done",
        (error: { code: string }) => error.code,
      );
      expect(outcome, name).toBe(name === "the end of an identity" ? "not_found" : "done");
      if (name !== "the end of the account") expect(await auth.getUser(token), name).not.toBeNull();
    }
  });

  it("SF08 /prove renews the proof by the password, opens no session, and keeps the token", async () => {
    const { actions, proof, signUp, clock, auth, told } = openProofs(await open());
    const { token, session, user } = await signUp(freshEmail());
    clock.advance(3000);
    told();
    await expect(proof.prove(token, { password: NEW_PASSWORD })).rejects.toMatchObject(refusal("invalid_credentials"));
    await expect(proof.require(token)).rejects.toMatchObject(refusal("proof_required"));
    const proved = await proof.prove(token, { password: PASSWORD });
    expect(proved).toEqual({ ...session, provedAt: new Date(clock.now()).toISOString(), methods: ["password"] });
    expect(told()).toEqual(["session.proved"]);
    expect(await proof.require(token)).toEqual(proved);
    expect(await auth.getSession(token)).toMatchObject({ session: proved, user: { id: user.id } });
    await actions["an API key"](token);
    clock.advance(60);
    await expect(proof.require(token, { within: 60 })).rejects.toMatchObject(refusal("proof_required"));
    expect(await proof.require(token, { within: 61 })).toEqual(proved);
  });

  it("SF08 a proof is of its session alone, and an ended one proves nothing", async () => {
    const { proof, signUp, clock, auth } = openProofs(await open());
    const email = freshEmail();
    const first = await signUp(email);
    const second = await auth.signIn({ email, password: PASSWORD });
    clock.advance(3000);
    await proof.prove(second.token, { password: PASSWORD });
    await expect(proof.require(first.token)).rejects.toMatchObject(refusal("proof_required"));
    await auth.signOut(first.token);
    for (const token of [first.token, "", "x"]) {
      await expect(proof.prove(token, { password: PASSWORD })).rejects.toMatchObject(refusal("unauthenticated"));
      await expect(proof.require(token)).rejects.toMatchObject(refusal("unauthenticated"));
    }
  });

  it("SF08 a refreshed session was not proved again", async () => {
    const { proof, signUp, clock, auth } = openProofs(await open());
    const { sessions } = await import("../../src/sessions.ts");
    const { token } = await signUp(freshEmail());
    clock.advance(3000);
    const refreshed = await sessions(auth).refresh(token);
    await expect(proof.require(refreshed.token)).rejects.toMatchObject(refusal("proof_required"));
  });

  it("Y37 a new password takes the current one, however recent the proof, and the first a recent proof", async () => {
    const { changer, signUp, enter, own, clock, auth } = openProofs(await open());
    const person = await signUp(freshEmail());
    await expect(changer.change(person.token, { newPassword: NEW_PASSWORD })).rejects.toMatchObject(
      refusal("invalid_password", { field: "currentPassword" }),
    );
    const proved = newcomer();
    const stranger = await enter(proved);
    for (const currentPassword of ["", PASSWORD])
      await expect(
        changer.change(stranger.token, { currentPassword, newPassword: NEW_PASSWORD }),
      ).rejects.toMatchObject(refusal("invalid_credentials"));
    clock.advance(300);
    await expect(changer.change(stranger.token, { newPassword: NEW_PASSWORD })).rejects.toMatchObject(
      refusal("proof_required"),
    );
    const { provedAt } = await own.prove(stranger.token, proved);
    clock.advance(60);
    const changed = await changer.change(stranger.token, { newPassword: NEW_PASSWORD });
    // The session says when the user proved to be the one, and by what: no password was asked for.
    expect(changed.session).toMatchObject({ provedAt, methods: ["oauth:test"] });
    expect(await auth.getUser(stranger.token)).toBeNull();
    const { email } = stranger.user;
    expect((await auth.signIn({ email, password: NEW_PASSWORD })).user.id).toBe(stranger.user.id);
  });

  it("Y37 of two first passwords at once, one is set", async () => {
    const { changer, enter, auth } = openProofs(await open());
    const { token, user } = await enter(newcomer());
    const results = await Promise.allSettled([
      changer.change(token, { newPassword: PASSWORD }),
      changer.change(token, { newPassword: NEW_PASSWORD }),
    ]);
    expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    const password = results[0]!.status === "fulfilled" ? PASSWORD : NEW_PASSWORD;
    expect((await auth.signIn({ email: user.email, password })).user.id).toBe(user.id);
  });
}
