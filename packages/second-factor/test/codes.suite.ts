import type { Storage } from "@latchkey/core";
import { memoryStorage } from "@latchkey/core/memory";
import { tickets } from "@latchkey/core/tickets";
import { unlock } from "@latchkey/core/throttle";
import { describe, expect, it } from "vitest";
import { watchedStorage } from "../../../test/support/work.ts";
import { openFactors, PASSWORD, refusal, SECRET, ticketFrom, winners } from "./support/open-factors.ts";

/** So often each character of a ticket may be looked at: its form, decoding and parsing. The code is not worth more. */
const LOOKS = 12;
/** What a driver reads of the rows that it is given, in characters: a code of a megabyte is far above it. */
const DRIVER = 10_000;

/** Codes, recovery codes and tickets, on any storage. */
export function codesSuite(open: () => Promise<Storage>): void {
  describe("a code", () => {
    it("SF02 works once, at every door", async () => {
      const app = openFactors(await open());
      const { email, secret, token } = await app.enrol();
      const code = app.nextCode(secret);
      const [first, second] = [await app.ticketOf(email), await app.ticketOf(email)];
      await app.factors.signIn({ ticket: first, code });
      for (const again of [
        () => app.factors.signIn({ ticket: second, code }),
        () => app.factors.prove(token, { code }),
        () => app.factors.disable(token, { code }),
      ])
        await expect(again()).rejects.toMatchObject(refusal("invalid_code", { field: "code" }));
    });

    it("SF02 of two at once with one code, one gets in, each with a ticket of its own", async () => {
      const app = openFactors(await open());
      const { user, email, secret } = await app.enrol();
      for (let round = 0; round < 5; round++) {
        const before = await app.sessionsOf(user.id);
        const code = app.nextCode(secret);
        const attempts = await Promise.all(Array.from({ length: 4 }, () => app.ticketOf(email)));
        const signIns = attempts.map((ticket) => app.factors.signIn({ ticket, code }));
        expect(await winners(signIns, ["invalid_code"])).toBe(1);
        expect(await app.sessionsOf(user.id)).toBe(before + 1);
        await unlock(app.auth, { userId: user.id });
      }
    });

    it("SF02 the code that has turned the factor on is used up", async () => {
      const app = openFactors(await open());
      const { token, email } = await app.signUp();
      const { secret, ticket } = await app.factors.setUp(token);
      const code = app.codeOf(secret);
      await app.factors.confirm(token, { ticket, code });
      const signIn = app.factors.signIn({ ticket: await app.ticketOf(email), code });
      await expect(signIn).rejects.toMatchObject(refusal("invalid_code"));
    });

    it("SF02 of the step before or after is taken, and of no other", async () => {
      const app = openFactors(await open());
      const { user, email, secret } = await app.enrol();
      for (const [seconds, isTaken] of [
        [-60, false],
        [60, false],
        [-30, true],
        [30, true],
      ] as const) {
        app.clock.advance(300);
        const ticket = await app.ticketOf(email);
        app.clock.advance(seconds);
        const code = app.codeOf(secret);
        app.clock.advance(-seconds);
        const signIn = app.factors.signIn({ ticket, code });
        if (isTaken) expect((await signIn).user.id).toBe(user.id);
        else await expect(signIn, String(seconds)).rejects.toMatchObject(refusal("invalid_code"));
      }
    });

    it.each<[string, (code: string) => string]>([
      ["with a space", (code) => `${code.slice(0, 3)} ${code.slice(3)}`],
      ["with spaces around it and between all digits", (code) => ` ${[...code].join("\u00A0")}\t`],
      [
        "in full-width digits",
        (code) => code.replaceAll(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit))),
      ],
      ["with a hyphen", (code) => `${code.slice(0, 3)}-${code.slice(3)}`],
    ])("SF02 is the digits that it means: %s", async (_, write) => {
      const app = openFactors(await open());
      const { user, email, secret } = await app.enrol();
      const ticket = await app.ticketOf(email);
      expect((await app.factors.signIn({ ticket, code: write(app.nextCode(secret)) })).user.id).toBe(user.id);
    });

    it("SF03 that is no code at all is refused unread, costs one read of the storage, and is no guess", async () => {
      const { storage, watch } = watchedStorage(await open());
      const app = openFactors(storage);
      const { email, secret } = await app.enrol();
      const ticket = await app.ticketOf(email);
      const bad = ["", "12345", "1234567", "12345a", "0x1234", "1e5000", "-12345", "１２３", "9".repeat(1_000_000)];
      const refused = async (guess: object, field: string) => {
        const { error, work } = await watch(() => app.factors.signIn({ ticket, ...guess }));
        expect(error).toMatchObject(refusal("invalid_code", { field }));
        // The ticket is opened, whose factor it is about is found, and that is all.
        expect([work.storage, work.crypto]).toEqual([["factors.find"], ["decrypt"]]);
        expect(work.read).toBeLessThan(LOOKS * ticket.length + DRIVER);
      };
      for (const code of [...bad, 123_456, null]) await refused({ code }, "code");
      for (const recoveryCode of bad) await refused({ recoveryCode }, "recoveryCode");
      // Each of them counted would be a lock by now.
      await app.factors.signIn({ ticket, code: app.nextCode(secret) });
    });
  });

  describe("guesses", () => {
    it("SF03 five for an account, over all tickets and doors, and then the right one is not looked at", async () => {
      const app = openFactors(await open());
      const { user, email, token, secret } = await app.enrol();
      const wrong = "000000";
      const guesses = [
        async () => app.factors.signIn({ ticket: await app.ticketOf(email), code: wrong }),
        async () => app.factors.prove(token, { code: wrong }),
        async () => app.factors.disable(token, { code: wrong }),
        async () => app.factors.replaceCodes(token, { code: wrong }),
        async () => app.factors.signIn({ ticket: await app.ticketOf(email), recoveryCode: "0000-0000-0000-0000" }),
      ];
      for (const guess of guesses) await expect(guess()).rejects.toMatchObject(refusal("invalid_code"));
      const code = app.nextCode(secret);
      for (const right of [
        async () => app.factors.signIn({ ticket: await app.ticketOf(email), code }),
        async () => app.factors.prove(token, { code }),
      ])
        await expect(right()).rejects.toMatchObject(refusal("rate_limited", { retryAfter: expect.any(Number) }));
      expect(app.told()).toContain("account.locked");

      // A mailbox gives no new tries.
      await app.storage.users.update(user.id, { emailVerified: true }, { at: new Date(app.clock.now()) });
      const reset = app.reset.reset({ token: await app.resetToken(email), password: PASSWORD + "!" });
      const signIn = app.factors.signIn({ ticket: await ticketFrom(reset), code: app.nextCode(secret) });
      await expect(signIn).rejects.toMatchObject(refusal("rate_limited"));

      app.clock.advance(3600);
      const ticket = await app.ticketOf(email, PASSWORD + "!");
      expect((await app.factors.signIn({ ticket, code: app.nextCode(secret) })).user.id).toBe(user.id);
    });

    it("SF03 a wrong one is a failed sign-in, and none where there is a session already", async () => {
      const failures: (string | null)[] = [];
      const hooks = { failed: ({ userId }: { userId: string | null }) => failures.push(userId) };
      const app = openFactors(await open(), { hooks });
      const { user, email, token } = await app.enrol();
      await expect(app.factors.prove(token, { code: "000000" })).rejects.toMatchObject(refusal("invalid_code"));
      expect(failures).toEqual([]);
      const ticket = await app.ticketOf(email);
      await expect(app.factors.signIn({ ticket, code: "000000" })).rejects.toMatchObject(refusal("invalid_code"));
      expect(failures).toEqual([user.id]);
    });

    it("SF03 at once: of many, five are looked at", async () => {
      const app = openFactors(await open());
      const { email } = await app.enrol();
      const ticket = await app.ticketOf(email);
      const settled = await Promise.allSettled(
        Array.from({ length: 30 }, (_, at) => app.factors.signIn({ ticket, code: String(at).padStart(6, "0") })),
      );
      const codes = settled.map((one) => (one.status === "rejected" ? (one.reason as { code: string }).code : "in"));
      expect(codes.filter((code) => code !== "rate_limited").length).toBeLessThanOrEqual(5);
    });

    it("SF03 a wrong recovery code gives no new tries, wherever the count is", async () => {
      for (const options of [{}, { counters: memoryStorage().counters }]) {
        const app = openFactors(await open(), options);
        const { email, secret, recoveryCodes } = await app.enrol();
        const guess = async (given: { code: string } | { recoveryCode: string }) =>
          app.factors.signIn({ ticket: await app.ticketOf(email), ...given });
        for (const wrong of ["0000-0000-0000-0000", "1111-1111-1111-1111"]) {
          await expect(guess({ code: "000000" })).rejects.toMatchObject(refusal("invalid_code"));
          await expect(guess({ recoveryCode: wrong })).rejects.toMatchObject(refusal("invalid_code"));
        }
        // A right one does, and is no guess itself.
        await guess({ recoveryCode: recoveryCodes[0]! });
        for (let at = 0; at < 5; at++)
          await expect(guess({ recoveryCode: recoveryCodes[0]! })).rejects.toMatchObject(refusal("invalid_code"));
        for (const right of [{ code: app.nextCode(secret) }, { recoveryCode: recoveryCodes[1]! }])
          await expect(guess(right)).rejects.toMatchObject(refusal("rate_limited"));
      }
    });

    it("SF03 a right code starts the count anew, and so does an administrator", async () => {
      const app = openFactors(await open());
      const { user, email, secret, token } = await app.enrol();
      const guess = async (times: number) => {
        for (let at = 0; at < times; at++)
          await expect(app.factors.prove(token, { code: "000000" })).rejects.toMatchObject(refusal("invalid_code"));
      };
      await guess(4);
      await app.factors.signIn({ ticket: await app.ticketOf(email), code: app.nextCode(secret) });
      await guess(5);
      await unlock(app.auth, { userId: user.id });
      await app.factors.prove(token, { code: app.nextCode(secret) });
    });
  });

  describe("the ticket of a sign-in", () => {
    it("SF04 is good for five minutes, and for one session", async () => {
      const app = openFactors(await open());
      const { user, email, secret } = await app.enrol();
      const late = await app.ticketOf(email);
      app.clock.advance(300);
      await expect(app.factors.signIn({ ticket: late, code: app.nextCode(secret) })).rejects.toMatchObject(
        refusal("flow_expired"),
      );
      const ticket = await app.ticketOf(email);
      const before = await app.sessionsOf(user.id);
      await app.factors.signIn({ ticket, code: app.nextCode(secret) });
      await expect(app.factors.signIn({ ticket, code: app.nextCode(secret) })).rejects.toMatchObject(
        refusal("flow_expired"),
      );
      expect(await app.sessionsOf(user.id)).toBe(before + 1);
    });

    it("SF04 at once, with two good codes, opens one session", async () => {
      const app = openFactors(await open());
      const { user, email, secret, recoveryCodes } = await app.enrol();
      const ticket = await app.ticketOf(email);
      const before = await app.sessionsOf(user.id);
      const attempts = [
        app.factors.signIn({ ticket, code: app.nextCode(secret) }),
        ...recoveryCodes.slice(0, 3).map((recoveryCode) => app.factors.signIn({ ticket, recoveryCode })),
      ];
      expect(await winners(attempts, ["invalid_code", "flow_expired"])).toBe(1);
      expect(await app.sessionsOf(user.id)).toBe(before + 1);
    });

    it("SF04 is void once all sessions were ended, the password is new, or the user is disabled", async () => {
      const app = openFactors(await open());
      const { user, email, secret } = await app.enrol();
      const ended = await app.ticketOf(email);
      await app.storage.users.endSessions(user.id);
      await expect(app.factors.signIn({ ticket: ended, code: app.nextCode(secret) })).rejects.toMatchObject(
        refusal("flow_expired"),
      );
      const { token } = await app.factors.signIn({ ticket: await app.ticketOf(email), code: app.nextCode(secret) });
      const before = await app.ticketOf(email);
      const [currentPassword, newPassword] = [PASSWORD, `${PASSWORD}!`];
      await app.changer.change(token, { currentPassword, newPassword });
      await expect(app.factors.signIn({ ticket: before, code: app.nextCode(secret) })).rejects.toMatchObject(
        refusal("flow_expired"),
      );
      const disabled = await app.ticketOf(email, newPassword);
      await app.storage.users.setDisabled(user.id, true, new Date(app.clock.now()));
      await expect(app.factors.signIn({ ticket: disabled, code: app.nextCode(secret) })).rejects.toMatchObject(
        refusal("flow_expired"),
      );
    });

    it("SF04 is of one person: another's code opens nothing, and no ticket for another purpose does", async () => {
      const app = openFactors(await open());
      const [alice, bob] = [await app.enrol(), await app.enrol()];
      const ticket = await app.ticketOf(alice.email);
      await expect(app.factors.signIn({ ticket, code: app.nextCode(bob.secret) })).rejects.toMatchObject(
        refusal("invalid_code"),
      );
      const data = { version: 1, methods: ["password"], provedAt: 0, purpose: "sign_in" };
      const foreign = await tickets(app.auth).seal({ purpose: "oauth", lifetime: 60, userId: alice.user.id, data });
      for (const other of ["", "x", `${ticket}x`, ticket.slice(1), foreign, SECRET])
        await expect(
          app.factors.signIn({ ticket: other, code: app.nextCode(alice.secret) }),
          other.slice(0, 8),
        ).rejects.toMatchObject(refusal("flow_expired"));
      const admins = openFactors(app.storage, { pool: "admins" });
      await expect(admins.factors.signIn({ ticket, code: app.nextCode(alice.secret) })).rejects.toMatchObject(
        refusal("flow_expired"),
      );
    });
  });

  describe("recovery codes", () => {
    it("SF06 are ten of 80 random bits, in groups, and the database gets a keyed hash of each", async () => {
      const real = await open();
      const hashes: string[] = [];
      const insert: Storage["factors"]["insert"] = (factor, given, ...rest) => {
        hashes.push(...given);
        return real.factors.insert(factor, given, ...rest);
      };
      const storage = { ...real, factors: { ...real.factors, insert } };
      const app = openFactors(storage);
      const { user, recoveryCodes } = await app.enrol();
      expect(new Set(hashes).size).toBe(10);
      const digests = await Promise.all(recoveryCodes.map((code) => sha256(code.replaceAll("-", ""))));
      for (const [at, hash] of hashes.entries()) {
        expect(hash).toMatch(/^[\w-]{43}$/);
        expect(hash).not.toBe(digests[at]);
      }
      expect(new Set(recoveryCodes).size).toBe(10);
      for (const code of recoveryCodes) expect(code).toMatch(/^(?:[\da-hjkmnp-tv-z]{4}-){3}[\da-hjkmnp-tv-z]{4}$/);
      const stored = JSON.stringify([await storage.users.records(user.id), await storage.factors.find(user.id)]);
      for (const code of recoveryCodes) {
        expect(stored).not.toContain(code);
        expect(stored).not.toContain(code.replaceAll("-", ""));
      }
    });

    it("SF06 each opens one session instead of a code, and is told", async () => {
      const app = openFactors(await open());
      const { email, token, recoveryCodes } = await app.enrol();
      app.told();
      const recoveryCode = recoveryCodes[0]!;
      const { session } = await app.factors.signIn({ ticket: await app.ticketOf(email), recoveryCode });
      expect(session.methods).toEqual(["password", "recovery_code"]);
      expect(app.told()).toEqual(["session.opened", "second_factor.recovery_code_used"]);
      expect((await app.factors.status(token)).recoveryCodes).toBe(9);
      const again = app.factors.signIn({ ticket: await app.ticketOf(email), recoveryCode });
      await expect(again).rejects.toMatchObject(refusal("invalid_code", { field: "recoveryCode" }));
    });

    it("SF06 at once: one code opens one session", async () => {
      const app = openFactors(await open());
      const { user, email, recoveryCodes } = await app.enrol();
      for (const recoveryCode of recoveryCodes.slice(0, 4)) {
        const before = await app.sessionsOf(user.id);
        const all = await Promise.all(Array.from({ length: 4 }, () => app.ticketOf(email)));
        const signIns = all.map((ticket) => app.factors.signIn({ ticket, recoveryCode }));
        expect(await winners(signIns, ["invalid_code"])).toBe(1);
        expect(await app.sessionsOf(user.id)).toBe(before + 1);
        await unlock(app.auth, { userId: user.id });
      }
    });

    it("SF06 are read as people write them, and are another person's nothing", async () => {
      const app = openFactors(await open());
      const [alice, bob] = [await app.enrol(), await app.enrol()];
      const written = alice.recoveryCodes[0]!.replaceAll("-", " ")
        .toUpperCase()
        .replaceAll("0", "O")
        .replaceAll("1", "l");
      await app.factors.signIn({ ticket: await app.ticketOf(alice.email), recoveryCode: ` ${written} ` });
      const stolen = app.factors.signIn({
        ticket: await app.ticketOf(bob.email),
        recoveryCode: alice.recoveryCodes[1]!,
      });
      await expect(stolen).rejects.toMatchObject(refusal("invalid_code"));
    });

    it("SF06 new ones void the old ones", async () => {
      const app = openFactors(await open());
      const { email, token, secret, recoveryCodes } = await app.enrol();
      app.told();
      const fresh = await app.factors.replaceCodes(token, { code: app.nextCode(secret) });
      expect(app.told()).toEqual(["second_factor.recovery_codes_replaced"]);
      expect(fresh).toHaveLength(10);
      const old = app.factors.signIn({ ticket: await app.ticketOf(email), recoveryCode: recoveryCodes[0]! });
      await expect(old).rejects.toMatchObject(refusal("invalid_code"));
      await app.factors.signIn({ ticket: await app.ticketOf(email), recoveryCode: fresh[0]! });
    });

    it("SF06 one and a code together are refused", async () => {
      const app = openFactors(await open());
      const { email, secret, recoveryCodes } = await app.enrol();
      const both = { code: app.nextCode(secret), recoveryCode: recoveryCodes[0]! };
      const signIn = app.factors.signIn({ ticket: await app.ticketOf(email), ...both });
      await expect(signIn).rejects.toMatchObject(refusal("invalid_input"));
    });
  });
}

/** SHA-256 in base64url, as a database would have it without a key. */
async function sha256(text: string): Promise<string> {
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace("=", "");
}
