import { describe, expect, it } from "vitest";
import { AuthError, type Storage } from "../../src/index.ts";
import { rateLimit } from "../../src/rate-limit.ts";
import { intercept, refusal } from "../support.ts";
import { freshEmail, newcomer, openIdentities, PASSWORD } from "./open-identities.ts";

/** Signing in by accounts at providers, and what is theirs, on any storage. */
export function identitiesSuite(open: () => Promise<Storage>): void {
  it("OA08 a new account at a provider makes a user, whom it finds again whatever its address is then", async () => {
    const { enter, told, own, clock } = openIdentities(await open());
    const proved = newcomer();
    const first = await enter(proved);
    expect(first).toMatchObject({ isNew: true, user: { email: proved.email, emailVerified: true } });
    expect(first.session).toMatchObject({ methods: ["oauth:test"], provedAt: new Date(clock.now()).toISOString() });
    expect(told()).toEqual(["user.created", "identity.linked", "session.opened"]);

    clock.advance(60);
    const again = await enter({ ...proved, email: freshEmail(), emailIsProven: false });
    expect(again).toMatchObject({ isNew: false, user: { id: first.user.id, email: proved.email } });
    expect(told()).toEqual(["session.opened"]);
    expect(await own.list(first.token)).toEqual({
      identities: [
        {
          provider: "test",
          subject: proved.subject,
          email: proved.email,
          createdAt: first.user.createdAt,
          lastUsedAt: new Date(clock.now()).toISOString(),
        },
      ],
      hasPassword: false,
    });
  });

  it("OA08 the address is verified only if the provider is an authority for it", async () => {
    const { enter } = openIdentities(await open());
    expect((await enter(newcomer({ emailIsProven: false }))).user.emailVerified).toBe(false);
  });

  it("OA08 another provider, subject or pool is somebody else, also with the same address", async () => {
    const storage = await open();
    const { enter, own } = openIdentities(storage);
    const proved = newcomer();
    const { user } = await enter(proved);
    for (const other of [
      { ...proved, provider: "tests" },
      { ...proved, subject: `${proved.subject} ` },
    ])
      expect((await own.signIn(other)).outcome, JSON.stringify(other)).toBe("link_required");
    const elsewhere = await openIdentities(storage, { pool: "admins" }).enter(proved);
    expect(elsewhere.isNew).toBe(true);
    expect(elsewhere.user.id).not.toBe(user.id);
  });

  it("OA09 a taken address opens nothing, and links when its owner has signed in by another way, once", async () => {
    const { own, signUp, ticketFor, enter, told, auth } = openIdentities(await open());
    const email = freshEmail();
    const owner = await signUp(email);
    const proved = newcomer({ email: email.toUpperCase() });
    told();
    const ticket = await ticketFor(proved);
    expect(told()).toEqual([]);
    expect(await own.list(owner.token)).toEqual({ identities: [], hasPassword: true });

    const { token } = await auth.signIn({ email, password: PASSWORD });
    told();
    expect(await own.linkPending(token, ticket)).toMatchObject({ provider: "test", subject: proved.subject, email });
    expect(told()).toEqual(["identity.linked"]);
    expect((await enter(proved)).user.id).toBe(owner.user.id);
    await expect(own.linkPending(token, ticket)).rejects.toMatchObject(refusal("flow_expired"));
  });

  it("OA09 nobody but the owner of the address can use the ticket, which stays good for the owner", async () => {
    const { own, signUp, ticketFor } = openIdentities(await open());
    const email = freshEmail();
    const owner = await signUp(email);
    const thief = await signUp(freshEmail());
    const ticket = await ticketFor(newcomer({ email }));
    await expect(own.linkPending(thief.token, ticket)).rejects.toMatchObject(refusal("link_required"));
    for (const bad of ["", "x", `${ticket}x`, ticket.slice(1)])
      await expect(own.linkPending(owner.token, bad)).rejects.toMatchObject(refusal("flow_expired"));
    expect(await own.linkPending(owner.token, ticket)).toMatchObject({ provider: "test" });
    expect((await own.list(thief.token)).identities).toEqual([]);
  });

  it("OA09 a ticket is void after 15 minutes, and a session that was proved 15 minutes ago links nothing", async () => {
    const { own, signUp, ticketFor, clock, auth } = openIdentities(await open());
    const email = freshEmail();
    const owner = await signUp(email);
    const ticket = await ticketFor(newcomer({ email }));
    clock.advance(900);
    await expect(own.linkPending(owner.token, ticket)).rejects.toMatchObject(refusal("proof_required"));
    const { token } = await auth.signIn({ email, password: PASSWORD });
    await expect(own.linkPending(token, ticket)).rejects.toMatchObject(refusal("flow_expired"));
    await expect(own.link(owner.token, newcomer())).rejects.toMatchObject(refusal("proof_required"));
    expect((await own.list(token)).identities).toEqual([]);
  });

  it("OA09 with linkVerified it links at once, but only where both sides have proved the address", async () => {
    const { own, resetByMail, signUp } = openIdentities(await open());
    const email = freshEmail();
    await signUp(email);
    const enter = async (emailIsProven: boolean) => {
      const result = await own.signIn(newcomer({ email, emailIsProven }), undefined, { linkVerified: true });
      return result.outcome === "signed_in" ? result.signedIn.user.email : result.outcome;
    };
    expect([await enter(true), await enter(false)]).toEqual(["link_required", "link_required"]);
    await resetByMail(email);
    expect([await enter(false), await enter(true)]).toEqual(["link_required", email]);
  });

  it("OA10 who signs up with another's address loses it to the owner of the mailbox, in both directions", async () => {
    const { own, signUp, ticketFor, enter, resetByMail, auth } = openIdentities(await open());
    // By a password: the owner comes with a provider.
    const email = freshEmail();
    const thief = await signUp(email);
    const planted = newcomer({ email: freshEmail(), emailIsProven: false });
    await own.link(thief.token, planted);
    const proved = newcomer({ email });
    const ticket = await ticketFor(proved);
    const owner = await resetByMail(email);
    await own.linkPending(owner.token, ticket);
    expect(await auth.getUser(thief.token)).toBeNull();
    expect((await own.list(owner.token)).identities.map(({ subject }) => subject)).toEqual([proved.subject]);
    expect((await own.signIn(planted)).outcome).toBe("signed_in");
    expect((await enter(planted)).user.id).not.toBe(owner.user.id);

    // By a provider that is no authority for the address: the owner comes with a password.
    const other = freshEmail();
    const squatter = newcomer({ email: other, emailIsProven: false });
    const squatted = await enter(squatter);
    await expect(signUp(other)).rejects.toMatchObject(refusal("user_exists"));
    await resetByMail(other);
    expect(await auth.getUser(squatted.token)).toBeNull();
    expect((await own.signIn(squatter)).outcome).toBe("link_required");
  });

  it("OA11 twenty first sign-ins at once make one user, and let all of them in", async () => {
    const { own } = openIdentities(await open());
    const proved = newcomer();
    const results = await Promise.all(Array.from({ length: 20 }, () => own.signIn(proved)));
    const entered = results.map((result) => (result.outcome === "signed_in" ? result : null));
    expect(new Set(entered.map((one) => one?.signedIn.user.id)).size).toBe(1);
    expect(entered.filter((one) => one?.isNew)).toHaveLength(1);
  });

  it("OA11 of two accounts with one address that come at once, one makes the user and one must be linked", async () => {
    const { own } = openIdentities(await open());
    const email = freshEmail();
    const results = await Promise.all([own.signIn(newcomer({ email })), own.signIn(newcomer({ email }))]);
    expect(results.map(({ outcome }) => outcome).sort()).toEqual(["link_required", "signed_in"]);
  });

  it("OA11 a lost answer makes no second user, and signs in", async () => {
    let isLost = true;
    const storage = intercept(await open(), async ({ name, proceed }) => {
      const answer = await proceed();
      if (name !== "identities.insertUser" || !isLost) return answer;
      isLost = false;
      throw new Error("the connection was lost");
    });
    expect(await openIdentities(storage).enter(newcomer())).toMatchObject({ isNew: true });
  });

  it("OA12 the last way in stays, and of two that go at once one stays", async () => {
    const { own, enter, changer, told, auth } = openIdentities(await open());
    const [first, second] = [newcomer(), newcomer()];
    const { token, user } = await enter(first);
    await expect(own.unlink(token, first)).rejects.toMatchObject(refusal("last_way_in"));
    await own.link(token, second);
    told();
    const attempts = await Promise.allSettled([own.unlink(token, first), own.unlink(token, second)]);
    expect(attempts.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(told()).toEqual(["identity.unlinked"]);
    const [left] = (await own.list(token)).identities;
    await expect(own.unlink(token, { provider: "test", subject: "another" })).rejects.toMatchObject(
      refusal("not_found"),
    );

    const changed = await changer.change(token, { newPassword: PASSWORD });
    expect(changed.session.methods).toEqual(["oauth:test"]);
    await own.unlink(changed.token, left!);
    expect(await own.list(changed.token)).toEqual({ identities: [], hasPassword: true });
    expect((await auth.signIn({ email: user.email, password: PASSWORD })).user.id).toBe(user.id);
  });

  it("SE07 nobody unlinks another's identity, nor links one that is another's", async () => {
    const { own, enter } = openIdentities(await open());
    const [hers, his] = [newcomer(), newcomer()];
    const alice = await enter(hers);
    const bob = await enter(his);
    await own.link(alice.token, newcomer());
    await expect(own.unlink(bob.token, hers)).rejects.toMatchObject(refusal("not_found"));
    await expect(own.link(bob.token, hers)).rejects.toMatchObject(refusal("identity_taken"));
    expect((await own.list(alice.token)).identities).toHaveLength(2);
    expect(await own.link(bob.token, his)).toMatchObject({ subject: his.subject });
    expect((await own.list(bob.token)).identities).toHaveLength(1);
  });

  it("SE06 a link loses against the end of all sessions that comes in between", async () => {
    let end: (() => Promise<unknown>) | undefined;
    const storage = intercept(await open(), async ({ name, proceed }) => {
      if (name === "identities.link") await end?.();
      return proceed();
    });
    const { own, signUp, auth, resetByMail } = openIdentities(storage);
    const email = freshEmail();
    const { token } = await signUp(email);
    end = () => resetByMail(email);
    const proved = newcomer();
    await expect(own.link(token, proved)).rejects.toMatchObject(refusal("unauthenticated"));
    end = undefined;
    expect(await auth.getUser(token)).toBeNull();
    expect((await own.signIn(proved)).outcome).toBe("signed_in");
  });

  it("OA04 a proof by an identity is of the session's user alone, and opens no session", async () => {
    const { own, enter, clock, told, auth } = openIdentities(await open());
    const [hers, his] = [newcomer(), newcomer()];
    const alice = await enter(hers);
    await enter(his);
    clock.advance(3000);
    told();
    for (const stranger of [his, newcomer()])
      await expect(own.prove(alice.token, stranger)).rejects.toMatchObject(refusal("invalid_credentials"));
    await expect(own.unlink(alice.token, hers)).rejects.toMatchObject(refusal("proof_required"));
    const session = await own.prove(alice.token, hers);
    expect(session).toMatchObject({ id: alice.session.id, provedAt: new Date(clock.now()).toISOString() });
    expect(told()).toEqual(["session.proved"]);
    expect((await auth.getSession(alice.token))?.session).toEqual(session);
  });

  it("SF08 a session was proved when the provider last asked who it is, and never later than now", async () => {
    const { enter, clock } = openIdentities(await open());
    const at = (seconds: number) => new Date(clock.now() + seconds * 1000);
    for (const [given, told] of [
      [at(-3000), at(-3000)],
      [at(3000), at(0)],
      [new Date(0), new Date(0)],
    ]) {
      const proved = newcomer({ provedAt: given });
      for (const { session } of [await enter(proved), await enter(proved)])
        expect(session.provedAt).toBe(told!.toISOString());
    }
  });

  it("OA14 an attempt that a guard has let pass is not counted twice", async () => {
    const guards = [rateLimit({ limit: 4 })];
    const { own } = openIdentities(await open(), { guards });
    const client = { address: `2001:db8:${crypto.randomUUID().slice(0, 4)}::1`, agent: null };
    const proved = newcomer();
    // The sign-up counts by itself.
    for (let times = 0; times < 3; times++) {
      await own.attempt("test", client);
      await own.signIn(proved, client, { attempted: true });
    }
    await expect(own.attempt("test", client)).rejects.toMatchObject(refusal("rate_limited"));
  });

  it("OA16 tokens are stored sealed, open for their own identity alone, and only where some were given", async () => {
    const storage = await open();
    const { own, enter, clock } = openIdentities(storage);
    const plain = await enter(newcomer());
    expect(await own.tokens(plain.user.id, "test")).toBeNull();
    const proved = newcomer({ tokens: "the tokens of a provider" });
    const { user } = await enter(proved);
    expect(await own.tokens(user.id, "test")).toEqual({ subject: proved.subject, tokens: proved.tokens });
    expect(await own.tokens(user.id, "other")).toBeNull();
    const [row] = await storage.identities.list(user.id);
    expect(row!.tokens).not.toContain("tokens");

    // In the row of another identity they do not open.
    const stolen = await enter(newcomer());
    const [target] = await storage.identities.list(stolen.user.id);
    await storage.identities.use(target!, { at: target!.lastUsedAt, tokens: row!.tokens });
    expect(await own.tokens(stolen.user.id, "test")).toBeNull();

    clock.advance(60);
    await own.keepTokens(user.id, { provider: "test", subject: proved.subject, tokens: "newer ones" });
    expect(await own.tokens(user.id, "test")).toEqual({ subject: proved.subject, tokens: "newer ones" });
    expect((await storage.identities.list(user.id))[0]!.lastUsedAt).toEqual(row!.lastUsedAt);
    const nobodys = { provider: "test", subject: "nobody's", tokens: "x" };
    await expect(own.keepTokens(user.id, nobodys)).rejects.toMatchObject(refusal("not_found"));
    // A sign-in that brings none leaves the ones that are there.
    await enter({ ...proved, tokens: null });
    expect((await own.tokens(user.id, "test"))?.tokens).toBe("newer ones");
  });

  describe("what is refused", () => {
    it("OA15 no address, or one that no user can have, makes no user, and can be linked", async () => {
      const { own, signUp, enter } = openIdentities(await open());
      for (const email of [null, "", "nobody", "a@b", "x".repeat(600)]) {
        const proved = newcomer({ email });
        await expect(own.signIn(proved)).rejects.toMatchObject(refusal("email_required", { field: "email" }));
      }
      const { token, user } = await signUp(freshEmail());
      const proved = newcomer({ email: null });
      expect(await own.link(token, proved)).toMatchObject({ email: null });
      expect((await enter(proved)).user.id).toBe(user.id);
    });

    it("OA14 a subject that is none is the provider's fault, and no user is made", async () => {
      const { own } = openIdentities(await open());
      for (const subject of ["", "x".repeat(256), "a\u0000b", "\ud800", 7, null, undefined])
        await expect(own.signIn(newcomer({ subject: subject as string }))).rejects.toMatchObject(
          refusal("provider_failed"),
        );
      for (const provider of ["", "Google", "a b", "x".repeat(33), null])
        await expect(own.signIn(newcomer({ provider: provider as string }))).rejects.toThrow(TypeError);
    });

    it("a disabled user is not let in, and closed sign-ups make no user", async () => {
      const storage = await open();
      const { enter, own } = openIdentities(storage);
      const proved = newcomer();
      const { user } = await enter(proved);
      await storage.users.setDisabled(user.id, true, new Date());
      await expect(own.signIn(proved)).rejects.toMatchObject(refusal("invalid_credentials"));
      const closed = openIdentities(storage, { signUps: false });
      await expect(closed.own.signIn(newcomer())).rejects.toMatchObject(refusal("sign_ups_closed"));
    });

    it("a guard and a hook can refuse, each before anything is written", async () => {
      const storage = await open();
      const seen: unknown[] = [];
      const guarded = openIdentities(storage, {
        guards: [
          {
            async onAttempt({ purpose }) {
              seen.push(purpose);
            },
            async onCorrectPassword() {},
            async beforeSession({ purpose, methods, user }) {
              seen.push([purpose, methods, user.emailVerified]);
              throw new AuthError("refused", "Not today");
            },
          },
        ],
      });
      const proved = newcomer();
      await expect(guarded.own.signIn(proved)).rejects.toMatchObject(refusal("refused"));
      expect(seen).toEqual(["identity", "sign_up", ["sign_up", ["oauth:test"], true]]);
      expect(await openIdentities(storage).enter(proved)).toMatchObject({ isNew: true });
      await expect(guarded.own.signIn(proved)).rejects.toMatchObject(refusal("refused"));
      expect(seen.at(-1)).toEqual(["sign_in", ["oauth:test"], true]);

      for (const type of ["sign_in", "sign_up"] as const) {
        const before = (action: { type: string }) => {
          if (action.type === type) throw new AuthError("refused", "Not today");
        };
        const hooked = openIdentities(storage, { hooks: { before } });
        await expect(hooked.own.signIn(newcomer())).rejects.toMatchObject(refusal("refused"));
      }
    });
  });
}
