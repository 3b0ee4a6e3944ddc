import { expect, it } from "vitest";
import { AuthError, type Guard, type Storage } from "../../src/index.ts";
import { contextOf } from "../../src/lib/context/context-of.ts";
import { SIGN_UP } from "../../src/lib/mail-sign-in/ask.ts";
import { readAsked } from "../../src/lib/mail-sign-in/asking.ts";
import { mailSecrets } from "../../src/lib/mail-sign-in/secrets.ts";
import type { SignInMail } from "../../src/mail-sign-in.ts";
import { recordCalls, refusal } from "../support.ts";
import { freshEmail, openMailSignIn, otherCode, outcomesOf, PASSWORD } from "./open-mail-sign-in.ts";

/** Signing in by mail, on any storage. */
export function mailSignInSuite(open: () => Promise<Storage>): void {
  it("MS01 every address gets the same answer, before storage is asked anything", async () => {
    const { storage, calls } = recordCalls(await open());
    const { byMail, settle, mails, auth, verified, errors } = openMailSignIn(storage);
    const [known, unproved, disabled] = [freshEmail(), freshEmail(), freshEmail()];
    await verified(known);
    await auth.signUp({ email: unproved, password: PASSWORD });
    const { user } = await auth.signUp({ email: disabled, password: PASSWORD });
    await storage.users.setDisabled(user.id, true, new Date());
    const tickets: number[] = [];
    for (const email of [known, unproved, freshEmail(), disabled]) {
      calls.length = 0;
      const { ticket, ...rest } = await byMail.request({ email });
      expect(rest).toEqual({});
      expect(calls, email).toEqual([]);
      tickets.push(ticket.length);
      await settle();
    }
    // All addresses here are equally long.
    expect(new Set(tickets).size).toBe(1);
    expect(errors).toEqual([]);
    expect(mails.map(({ isNew, user: owner }) => [isNew, owner !== null])).toEqual([
      [false, true],
      [false, true],
      [true, false],
    ]);
  });

  it("MS01 a wrong code costs the same steps, whether an account has the address or not", async () => {
    const { storage, calls } = recordCalls(await open());
    const { ask, byMail, verified } = openMailSignIn(storage);
    const known = freshEmail();
    await verified(known);
    const steps: string[][] = [];
    for (const email of [known, freshEmail()]) {
      const { ticket, mail } = await ask(email);
      calls.length = 0;
      await expect(byMail.confirm({ code: otherCode(mail!.code), ticket })).rejects.toMatchObject(
        refusal("invalid_code", { field: "code" }),
      );
      steps.push([...calls]);
    }
    expect(steps[0]).toEqual(steps[1]);
    expect(steps[0]).toEqual(["counters.add"]);
  });

  it("MS03 the link signs in anywhere, and the code in the browser that has asked", async () => {
    const { mailTo, byMail, verified, told, clock } = openMailSignIn(await open());
    const email = freshEmail();
    const { user } = await verified(email);
    const first = await mailTo(email);
    expect(first).toMatchObject({ email, isNew: false, user: { id: user.id } });
    expect([first.token, first.code]).toEqual([expect.stringMatching(/^[\w-]{43}$/), expect.stringMatching(/^\d{6}$/)]);
    expect(told()).toEqual(["sign_in.mail_requested"]);
    const byLink = await byMail.confirm({ token: first.token });
    expect(byLink).toMatchObject({ user: { id: user.id }, session: { methods: ["mail"] } });
    expect(told()).toEqual(["session.opened"]);
    clock.advance(60);
    const second = await mailTo(email);
    const other = await byMail.request({ email });
    for (const ticket of ["", "x", undefined, null, second.token, `${second.ticket}x`])
      await expect(byMail.confirm({ code: second.code, ticket })).rejects.toMatchObject(refusal("flow_expired"));
    await expect(byMail.confirm({ code: second.code, ticket: other.ticket })).rejects.toMatchObject(
      refusal("invalid_code"),
    );
    expect((await byMail.confirm({ code: second.code, ticket: second.ticket })).user.id).toBe(user.id);
  });

  it("MS03 the code of one address, pool or time is worth nothing for another", async () => {
    const storage = await open();
    const { mailTo, byMail, verified, clock } = openMailSignIn(storage);
    const [email, other] = [freshEmail(), freshEmail()];
    await verified(email);
    await verified(other);
    const [mine, theirs] = [await mailTo(email), await mailTo(other)];
    const elsewhere = openMailSignIn(storage, { pool: "admins" });
    await expect(elsewhere.byMail.confirm({ token: mine.token })).rejects.toMatchObject(refusal("invalid_token"));
    await expect(elsewhere.byMail.confirm({ code: mine.code, ticket: mine.ticket })).rejects.toMatchObject(
      refusal("flow_expired"),
    );
    if (mine.code !== theirs.code)
      await expect(byMail.confirm({ code: mine.code, ticket: theirs.ticket })).rejects.toMatchObject(
        refusal("invalid_code"),
      );
    clock.advance(900);
    await expect(byMail.confirm({ code: mine.code, ticket: mine.ticket })).rejects.toMatchObject(
      refusal("flow_expired"),
    );
    await expect(byMail.confirm({ token: mine.token })).rejects.toMatchObject(refusal("invalid_token"));
  });

  it("MS03 asking again within the wait sends nothing, and keeps the code that is on its way", async () => {
    const { mailTo, ask, byMail, verified, clock } = openMailSignIn(await open());
    const email = freshEmail();
    const { user } = await verified(email);
    const sent = await mailTo(email);
    let { ticket } = sent;
    for (let seconds = 0; seconds < 280; seconds += 40) {
      clock.advance(seconds === 0 ? 10 : 40);
      const again = await ask(email, ticket);
      // Of all of these, one is after the first wait: it sends the second mail.
      if (again.mail) expect(seconds).toBe(80);
      ticket = again.ticket;
    }
    expect((await byMail.confirm({ code: sent.code, ticket })).user.id).toBe(user.id);
  });

  it("MS04 five guesses an hour for one account, over all codes and browsers, also for many at once", async () => {
    const { mailTo, ask, byMail, verified, clock } = openMailSignIn(await open());
    const email = freshEmail();
    const { user } = await verified(email);
    const first = await mailTo(email);
    const browser = await ask(email);
    const wrong = otherCode(first.code);
    const tickets = Array.from({ length: 20 }, (_, at) => (at % 2 ? first.ticket : browser.ticket));
    const codes = await outcomesOf(tickets.map((ticket) => byMail.confirm({ code: wrong, ticket })));
    expect(codes).toEqual([...Array<string>(5).fill("invalid_code"), ...Array<string>(15).fill("rate_limited")]);
    clock.advance(61);
    const fresh = await mailTo(email);
    const refused = byMail.confirm({ code: fresh.code, ticket: fresh.ticket });
    await expect(refused).rejects.toMatchObject(refusal("rate_limited", { retryAfter: 3539 }));
    // Whoever guesses keeps nobody out: the link works.
    expect((await byMail.confirm({ token: fresh.token })).user.id).toBe(user.id);
    clock.advance(3539);
    const later = await mailTo(email);
    expect((await byMail.confirm({ code: later.code, ticket: later.ticket })).user.id).toBe(user.id);
  });

  it("MS04 the right code forgets the guesses, and a text that is no code is none", async () => {
    const { mailTo, byMail, verified, clock } = openMailSignIn(await open());
    const email = freshEmail();
    await verified(email);
    for (let round = 0; round < 2; round++) {
      const { code, ticket } = await mailTo(email);
      for (const text of ["", "12345", "1234567", "12345a", "٣٤٥٦٧٨", "1".repeat(1_000_000), 123_456, null, {}])
        await expect(byMail.confirm({ code: text as string, ticket })).rejects.toMatchObject(
          refusal("invalid_code", { field: "code" }),
        );
      for (let guess = 0; guess < 4; guess++)
        await expect(byMail.confirm({ code: otherCode(code), ticket })).rejects.toMatchObject(refusal("invalid_code"));
      const wide = String.fromCharCode(...[...code].map((digit) => digit.charCodeAt(0) + 0xfee0));
      expect((await byMail.confirm({ code: ` ${wide.slice(0, 3)} - ${code.slice(3)} `, ticket })).user.email).toBe(
        email,
      );
      clock.advance(400);
    }
  });

  it("MS05 the newest three links are good, and one use voids all of them, and the codes", async () => {
    const mails: SignInMail[] = [];
    // A mail that the server of the addressee has refused may have come all the same, and the next goes at once.
    const send = (mail: SignInMail) => {
      mails.push(mail);
      throw new Error("the answer was lost");
    };
    const { ask, byMail, verified, clock } = openMailSignIn(await open(), { mail: { interval: 1, send } });
    const email = freshEmail();
    const { user } = await verified(email);
    const tickets: string[] = [];
    for (let count = 0; count < 4; count++) {
      clock.advance(1);
      tickets.push((await ask(email, tickets.at(-1))).ticket);
    }
    const [first, second, third, fourth] = mails;
    await expect(byMail.confirm({ token: first!.token })).rejects.toMatchObject(refusal("invalid_token"));
    expect((await byMail.confirm({ token: second!.token })).user.id).toBe(user.id);
    for (const { token } of [third!, fourth!])
      await expect(byMail.confirm({ token })).rejects.toMatchObject(refusal("invalid_token"));
    for (const { code } of [second!, third!, fourth!])
      await expect(byMail.confirm({ code, ticket: tickets.at(-1)! })).rejects.toMatchObject(refusal("invalid_code"));
  });

  it("MS05 the code voids the links and the other codes, too", async () => {
    const { mailTo, byMail, verified, clock } = openMailSignIn(await open());
    const email = freshEmail();
    const { user } = await verified(email);
    const first = await mailTo(email);
    clock.advance(60);
    const second = await mailTo(email, first.ticket);
    expect((await byMail.confirm({ code: first.code, ticket: second.ticket })).user.id).toBe(user.id);
    for (const { token } of [first, second])
      await expect(byMail.confirm({ token })).rejects.toMatchObject(refusal("invalid_token"));
    for (const { code } of [first, second])
      await expect(byMail.confirm({ code, ticket: second.ticket })).rejects.toMatchObject(refusal("invalid_code"));
  });

  it("MS05 of many uses of one mail at once, by link and by code, one signs in", async () => {
    const { mailTo, byMail, verified } = openMailSignIn(await open());
    const email = freshEmail();
    await verified(email);
    const { token, code, ticket } = await mailTo(email);
    const uses = Array.from({ length: 10 }, (_, at) =>
      at % 2 ? byMail.confirm({ token }) : byMail.confirm({ code, ticket }),
    );
    const codes = await outcomesOf(uses);
    expect(codes.filter((outcome) => outcome === "in")).toHaveLength(1);
    expect(new Set(codes.filter((outcome) => outcome !== "in"))).toEqual(
      new Set(["invalid_code", "invalid_token", "rate_limited"].filter((one) => codes.includes(one))),
    );
  });

  it("MS05 a mail whose sign-in was refused by the application stays good", async () => {
    let refuses = true;
    const { mailTo, byMail, verified, signUp } = openMailSignIn(await open(), {
      hooks: {},
      guards: [
        {
          async onAttempt() {},
          async onCorrectPassword() {},
          async beforeSession({ methods }) {
            if (refuses && methods.includes("mail")) throw new AuthError("refused", "Not now");
          },
        },
      ],
    });
    refuses = false;
    const [email, unproved, stranger] = [freshEmail(), freshEmail(), freshEmail()];
    await verified(email);
    await signUp(unproved);
    refuses = true;
    for (const address of [email, unproved, stranger]) {
      const { token, code, ticket } = await mailTo(address);
      await expect(byMail.confirm({ token })).rejects.toMatchObject(refusal("refused"));
      await expect(byMail.confirm({ code, ticket })).rejects.toMatchObject(refusal("refused"));
      refuses = false;
      expect((await byMail.confirm({ token })).user.email).toBe(address);
      refuses = true;
    }
  });

  it("MS05 SF04 a mail whose session is held back for a second step is spent: its ticket carries on", async () => {
    const storage = await open();
    let isHeld = false;
    const asked: boolean[] = [];
    const { mailTo, byMail, verified, signUp, told } = openMailSignIn(storage, {
      guards: [
        {
          async onAttempt() {},
          async onCorrectPassword() {},
          async beforeSession({ takesOver = false }) {
            if (!isHeld) return;
            asked.push(takesOver);
            return { error: new AuthError("refused", "One more step", { ticket: "next" }) };
          },
        },
      ],
    });
    const [email, unproved, stranger] = [freshEmail(), freshEmail(), freshEmail()];
    await verified(email);
    await signUp(unproved);
    isHeld = true;
    for (const address of [email, unproved, stranger]) {
      const { token, code, ticket } = await mailTo(address);
      told();
      await expect(byMail.confirm({ code, ticket })).rejects.toMatchObject(refusal("refused", { ticket: "next" }));
      expect(told()).not.toContain("session.opened");
      await expect(byMail.confirm({ token })).rejects.toMatchObject(refusal("invalid_token"));
      const { user } = (await storage.users.findByEmail("users", address))!;
      expect(user.emailVerified).toBe(true);
      expect(await storage.sessions.list(user.id, new Date(0))).toHaveLength(address === email ? 1 : 0);
    }
    expect(asked).toEqual([false, true, false]);
  });

  it("MS06 the owner of the mailbox takes an unproved account over whole, in one step", async () => {
    const storage = await open();
    const { mailTo, byMail, signUp, own, keys, auth, told } = openMailSignIn(storage);
    const email = freshEmail();
    const thief = await signUp(email);
    const planted = { provider: "test", subject: crypto.randomUUID(), email: freshEmail(), emailIsProven: false };
    await own.link(thief.token, planted);
    const { key } = await keys.create(thief.token, { name: "CI" });
    const { token } = await mailTo(email);
    told();
    const owner = await byMail.confirm({ token });
    expect(owner).toMatchObject({ user: { id: thief.user.id, emailVerified: true }, session: { methods: ["mail"] } });
    expect(told()).toEqual([
      "email.verified",
      "api_key.deleted",
      "identity.unlinked",
      "sessions.ended",
      "session.opened",
    ]);
    expect(await auth.getUser(thief.token)).toBeNull();
    expect(await keys.verify(key)).toBeNull();
    await expect(auth.signIn({ email, password: PASSWORD })).rejects.toMatchObject(refusal("invalid_credentials"));
    expect(await own.list(owner.token)).toEqual({ identities: [], hasPassword: false });
    expect((await own.signIn(planted)).outcome).toBe("signed_in");
    expect((await auth.getUser(owner.token))?.id).toBe(owner.user.id);
  });

  it("MS06 a proved account keeps its password, sessions and keys", async () => {
    const { mailTo, byMail, verified, auth, keys } = openMailSignIn(await open());
    const email = freshEmail();
    const before = await verified(email);
    const { key } = await keys.create(before.token, { name: "CI" });
    const { code, ticket } = await mailTo(email);
    await byMail.confirm({ code, ticket });
    expect(await auth.getUser(before.token)).not.toBeNull();
    expect(await keys.verify(key)).not.toBeNull();
    expect((await auth.signIn({ email, password: PASSWORD })).user.id).toBe(before.user.id);
  });

  it("MS06 a disabled account gets no mail, and the mail from before opens nothing", async () => {
    const storage = await open();
    const { mailTo, ask, byMail, verified, clock } = openMailSignIn(storage);
    const email = freshEmail();
    const { user } = await verified(email);
    const { token, code, ticket } = await mailTo(email);
    await storage.users.setDisabled(user.id, true, new Date(clock.now()));
    await expect(byMail.confirm({ token })).rejects.toMatchObject(refusal("invalid_token"));
    await expect(byMail.confirm({ code, ticket })).rejects.toMatchObject(refusal("invalid_code"));
    clock.advance(60);
    expect((await ask(email)).mail).toBeUndefined();
  });

  it("MS07 a new address becomes an account, verified, without a password; no row is written before", async () => {
    const { storage, calls } = recordCalls(await open());
    const { mailTo, byMail, told, own, auth } = openMailSignIn(storage);
    const email = freshEmail();
    calls.length = 0;
    const { token, user, isNew } = await mailTo(email);
    expect([user, isNew]).toEqual([null, true]);
    // Counters of mails hold hashes, and are swept.
    expect(new Set(calls)).toEqual(new Set(["users.findByEmail", "counters.add"]));
    expect(told()).toEqual(["sign_in.mail_requested"]);
    const signedIn = await byMail.confirm({ token });
    expect(signedIn).toMatchObject({ user: { email, emailVerified: true }, session: { methods: ["mail"] } });
    expect(told()).toEqual(["user.created", "session.opened"]);
    expect((await own.list(signedIn.token)).hasPassword).toBe(false);
    await expect(auth.signIn({ email, password: "" })).rejects.toMatchObject(refusal("invalid_credentials"));
    await expect(byMail.confirm({ token })).rejects.toMatchObject(refusal("invalid_token"));
  });

  it("MS04 the code of a mail that was never sent makes no account, and gives no new tries", async () => {
    const { ask, byMail, auth, clock } = openMailSignIn(await open());
    const email = freshEmail();
    const sent = await ask(email);
    clock.advance(61);
    await ask(email);
    clock.advance(61);
    // Another browser asks within the wait, which is longer by now: it gets a ticket, and nobody a mail.
    const { ticket, mail } = await ask(email);
    expect(mail).toBeUndefined();
    const context = contextOf(auth);
    const [seed] = (await readAsked(context, ticket))!.seeds;
    const code = mailSecrets(context)[0]!.codeOf(SIGN_UP, [email, seed!.nonce]);
    const guesses = await outcomesOf([1, 2].map(() => byMail.confirm({ code, ticket })));
    expect(guesses).toEqual(["invalid_code", "invalid_code"]);
    for (let guess = 0; guess < 3; guess++)
      await expect(byMail.confirm({ code, ticket })).rejects.toMatchObject(refusal("invalid_code"));
    await expect(byMail.confirm({ code, ticket })).rejects.toMatchObject(refusal("rate_limited"));
    expect((await byMail.confirm({ token: sent.mail!.token })).user.email).toBe(email);
  });

  it("MS07 of many confirmations at once, by two mails, link and code, one makes the account", async () => {
    const storage = await open();
    const { mailTo, byMail, clock, events } = openMailSignIn(storage);
    const email = freshEmail();
    const first = await mailTo(email);
    clock.advance(60);
    const second = await mailTo(email);
    const uses = [first, second].flatMap(({ token, code, ticket }) => [
      byMail.confirm({ token }),
      byMail.confirm({ token }),
      byMail.confirm({ code, ticket }),
    ]);
    const codes = await outcomesOf(uses);
    expect(codes.filter((outcome) => outcome === "in")).toHaveLength(1);
    expect(events.filter(({ type }) => type === "user.created")).toHaveLength(1);
    for (const { token, code, ticket } of [first, second]) {
      await expect(byMail.confirm({ token })).rejects.toMatchObject(refusal("invalid_token"));
      await expect(byMail.confirm({ code, ticket })).rejects.toMatchObject(refusal("invalid_code"));
    }
  });

  it("MS07 a mail that made an account makes no second one, after the first is deleted", async () => {
    const storage = await open();
    const { mailTo, byMail } = openMailSignIn(storage);
    const { token, code, ticket } = await mailTo(freshEmail());
    const { user } = await byMail.confirm({ token });
    await storage.users.delete(user.id);
    await expect(byMail.confirm({ token })).rejects.toMatchObject(refusal("invalid_token"));
    await expect(byMail.confirm({ code, ticket })).rejects.toMatchObject(refusal("invalid_code"));
  });

  it("MS07 where sign-ups are closed, a stranger gets no mail, and a mail from before makes no account", async () => {
    const storage = await open();
    const opened = openMailSignIn(storage);
    const email = freshEmail();
    const { token, code, ticket } = await opened.mailTo(email);
    for (const closed of [
      openMailSignIn(storage, { signUps: false }),
      openMailSignIn(storage, { mail: { signUps: false } }),
    ]) {
      expect((await closed.ask(freshEmail())).mail).toBeUndefined();
      await expect(closed.byMail.confirm({ token })).rejects.toMatchObject(refusal("sign_ups_closed"));
      await expect(closed.byMail.confirm({ code, ticket })).rejects.toMatchObject(refusal("invalid_code"));
    }
    expect((await opened.byMail.confirm({ token })).user.email).toBe(email);
  });

  it("MS07 an address that a stranger takes meanwhile is not theirs: another mail takes it over", async () => {
    const { mailTo, byMail, signUp, clock, auth } = openMailSignIn(await open());
    const email = freshEmail();
    const { token } = await mailTo(email);
    const thief = await signUp(email);
    await expect(byMail.confirm({ token })).rejects.toMatchObject(refusal("invalid_token"));
    clock.advance(60);
    const again = await mailTo(email);
    expect((await byMail.confirm({ token: again.token })).user).toMatchObject({
      id: thief.user.id,
      emailVerified: true,
    });
    expect(await auth.getUser(thief.token)).toBeNull();
  });

  it("SF08 a mailed code renews the proof of the session that has asked, once", async () => {
    const { byMail, proofs, settle, verified, proof, auth, clock, told } = openMailSignIn(await open());
    const email = freshEmail();
    const { token, session } = await verified(email);
    const other = await auth.signIn({ email, password: PASSWORD });
    clock.advance(3000);
    told();
    await byMail.requestProof(token);
    await settle();
    expect(told()).toEqual(["sign_in.mail_requested"]);
    const { code } = proofs.at(-1)!;
    await expect(byMail.confirmProof(other.token, { code })).rejects.toMatchObject(refusal("invalid_code"));
    await expect(byMail.confirmProof(token, { code: otherCode(code) })).rejects.toMatchObject(refusal("invalid_code"));
    await expect(proof.require(token)).rejects.toMatchObject(refusal("proof_required"));
    const proved = await byMail.confirmProof(token, { code });
    expect(proved).toMatchObject({ id: session.id, methods: ["mail"], provedAt: new Date(clock.now()).toISOString() });
    expect(await proof.require(token)).toEqual(proved);
    await expect(proof.require(other.token)).rejects.toMatchObject(refusal("proof_required"));
    await expect(byMail.confirmProof(token, { code })).rejects.toMatchObject(refusal("invalid_code"));
  });

  it("MS04 every link and code passes the guards, which hear for whom it is", async () => {
    const heard: string[] = [];
    const guard: Guard = {
      onAttempt: async ({ purpose, account }) => void (purpose === "mail_sign_in" && heard.push(account)),
      async onCorrectPassword() {},
    };
    const { mailTo, byMail, verified, clock, proofs, settle } = openMailSignIn(await open(), { guards: [guard] });
    const [email, first, second] = [freshEmail(), freshEmail(), freshEmail()];
    const { user, token } = await verified(email);
    await byMail.confirm({ token: (await mailTo(email)).token });
    clock.advance(60);
    await byMail.confirm(await mailTo(email).then(({ code, ticket }) => ({ code, ticket })));
    await byMail.confirm({ token: (await mailTo(first)).token });
    await byMail.confirm(await mailTo(second).then(({ code, ticket }) => ({ code, ticket })));
    await byMail.requestProof(token);
    await settle();
    await byMail.confirmProof(token, { code: proofs.at(-1)!.code });
    expect(heard).toEqual([user.id, email, first, second, user.id]);
  });

  it("MS04 a right proof starts the count anew, and a code to an address from before is none", async () => {
    const storage = await open();
    const { byMail, proofs, settle, verified, clock } = openMailSignIn(storage);
    const email = freshEmail();
    const { token, user } = await verified(email);
    const guess = async (times: number, code: string) => {
      for (let at = 0; at < times; at++)
        await expect(byMail.confirmProof(token, { code })).rejects.toMatchObject(refusal("invalid_code"));
    };
    const newProof = async () => {
      await byMail.requestProof(token);
      await settle();
      return proofs.at(-1)!.code;
    };
    const code = await newProof();
    await guess(4, otherCode(code));
    await byMail.confirmProof(token, { code });
    clock.advance(60);
    const next = await newProof();
    await guess(4, otherCode(next));
    await storage.users.update(user.id, { email: freshEmail() }, { at: new Date(clock.now()) });
    await guess(1, next);
  });

  it("MS04 guesses at a mailed proof are five an hour, and strangers' guesses are not among them", async () => {
    const { byMail, proofs, settle, verified, mailTo } = openMailSignIn(await open());
    const email = freshEmail();
    const { token } = await verified(email);
    const stranger = await mailTo(email);
    await outcomesOf(
      Array.from({ length: 6 }, () => byMail.confirm({ code: otherCode(stranger.code), ticket: stranger.ticket })),
    );
    await byMail.requestProof(token);
    await settle();
    const { code } = proofs.at(-1)!;
    const guesses = await outcomesOf(
      Array.from({ length: 10 }, () => byMail.confirmProof(token, { code: otherCode(code) })),
    );
    expect(guesses.filter((outcome) => outcome === "invalid_code")).toHaveLength(5);
    await expect(byMail.confirmProof(token, { code })).rejects.toMatchObject(refusal("rate_limited"));
  });
}
