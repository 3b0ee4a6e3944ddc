import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addressKey } from "../../src/lib/guards/address-key.ts";
import type { Attempt } from "../../src/index.ts";
import { memoryStorage } from "../../src/memory.ts";
import { rateLimit } from "../../src/rate-limit.ts";
import { fastHasher } from "../../src/testing.ts";
import { throttle } from "../../src/throttle.ts";
import { usernames } from "../../src/usernames.ts";
import { ALICE, intercept, countWork, openAuth, refusal } from "../support.ts";

const from = (address: string | null) => ({ address, agent: null });

async function limited(limit = 3, more: Parameters<typeof openAuth>[0] = {}) {
  const counted = countWork(fastHasher());
  const fixture = openAuth({
    passwords: counted.hasher,
    ...more,
    guards: more.guards ?? [rateLimit({ limit, window: 60 })],
  });
  await fixture.auth.signUp(ALICE);
  const before = counted.work();
  const tries = async (address: string | null, times = 1, email = `${crypto.randomUUID()}@example.com`) => {
    const codes: string[] = [];
    for (let time = 0; time < times; time++) {
      codes.push(
        await fixture.auth.signIn({ ...ALICE, email }, from(address)).then(
          () => "in",
          (error: { code: string }) => error.code,
        ),
      );
    }
    return codes;
  };
  return { ...fixture, tries, hashed: () => counted.work() - before };
}

describe("rateLimit()", () => {
  it("counts what one address tries over all accounts, before any hashing, and says when to come back", async () => {
    const { auth, tries, hashed, clock } = await limited();
    expect(
      (await Promise.all(Array.from({ length: 20 }, () => tries("192.0.2.1"))))
        .flat()
        .filter((code) => code === "rate_limited"),
    ).toHaveLength(17);
    expect(hashed()).toBe(3);
    await expect(auth.signIn(ALICE, from("192.0.2.1"))).rejects.toMatchObject(
      refusal("rate_limited", { retryAfter: 60 }),
    );
    expect(await tries("192.0.2.2")).toEqual(["invalid_credentials"]);
    clock.advance(60);
    expect(await tries("192.0.2.1")).toEqual(["invalid_credentials"]);
  });

  it("F08 counts sign-ups, by e-mail and by user name, together with one client's password guesses", async () => {
    const { auth, tries, hashed } = await limited(3);
    const client = from("192.0.2.1");
    await auth.signUp({ ...ALICE, email: "one@example.com" }, client);
    await usernames(auth).signUp({ ...ALICE, email: "two@example.com", username: "two" }, client);
    expect(await tries("192.0.2.1")).toEqual(["invalid_credentials"]);
    const before = hashed();
    await expect(auth.signUp({ ...ALICE, email: "three@example.com" }, client)).rejects.toMatchObject(
      refusal("rate_limited", { retryAfter: 60 }),
    );
    await expect(
      usernames(auth).signUp({ ...ALICE, email: "three@example.com", username: "three" }, client),
    ).rejects.toMatchObject(refusal("rate_limited"));
    expect(hashed()).toBe(before);
    await expect(auth.signUp({ ...ALICE, email: "three@example.com" }, from("192.0.2.2"))).resolves.toBeDefined();
  });

  it("F18 wherever it stands in the list, what it refuses is not counted against an account", async () => {
    const { auth, tries } = await limited(0, { guards: [throttle({ limit: 3 }), rateLimit({ limit: 2, window: 60 })] });
    expect(await tries("192.0.2.1", 6, ALICE.email)).toEqual(["in", "in", ...Array(4).fill("rate_limited")]);
    await expect(auth.signIn(ALICE, from("192.0.2.9"))).resolves.toBeDefined();
  });

  it("F08 what it refuses asks no list of breaches either", async () => {
    const asked: string[] = [];
    const passwordPolicy = { breached: async (password: string) => asked.push(password) > 9 };
    const { auth } = openAuth({ guards: [rateLimit({ limit: 2 })], passwordPolicy });
    const tries = Array.from({ length: 6 }, (_, at) =>
      auth.signUp({ ...ALICE, email: `${at}@example.com` }, from("192.0.2.1")).catch(() => {}),
    );
    await Promise.all(tries);
    expect(asked).toHaveLength(2);
  });

  it("F08 a guard of one's own sees which door it is", async () => {
    const seen: unknown[] = [];
    const guards = [
      {
        onAttempt: async ({ purpose, account }: Attempt) => void seen.push([purpose, account]),
        onCorrectPassword: async () => {},
      },
    ];
    const { auth } = openAuth({ guards });
    await auth.signUp(ALICE);
    const { user } = await auth.signIn(ALICE);
    expect(seen).toEqual([
      ["sign_up", ALICE.email],
      ["sign_in", user.id],
    ]);
  });

  it("a success of one's own sets nothing back", async () => {
    const { tries } = await limited();
    expect(await tries("192.0.2.1", 4, ALICE.email)).toEqual(["in", "in", "in", "rate_limited"]);
  });

  it("SI05 without an address from the mount nothing is counted", async () => {
    const { tries } = await limited(1);
    expect(await tries(null, 5)).toEqual(Array(5).fill("invalid_credentials"));
  });

  it("SI06 a whole /64 is one client, and so are all spellings of one address", async () => {
    const { tries } = await limited(1);
    expect(await tries("2001:db8:1:2::1")).toEqual(["invalid_credentials"]);
    for (const same of [
      "2001:0DB8:0001:0002:ffff::9",
      "[2001:db8:1:2::1]:443",
      "2001:db8:1:2:3:4:192.0.2.1",
      "2001:db8:1:2::1%eth0",
    ])
      expect(await tries(same)).toEqual(["rate_limited"]);
    expect(await tries("2001:db8:1:3::1")).toEqual(["invalid_credentials"]);
    expect(await tries("192.0.2.1")).toEqual(["invalid_credentials"]);
    for (const same of [
      "::ffff:192.0.2.1",
      "::FFFF:c000:201",
      "0:0:0:0:0:ffff:192.0.2.1",
      "64:ff9b::192.0.2.1",
      "192.0.2.1:8080",
    ])
      expect(await tries(same)).toEqual(["rate_limited"]);
  });

  it("what is no address counts under one key, so nonsense is no new client each time", async () => {
    const { tries } = await limited(1);
    expect(await tries("unknown")).toEqual(["invalid_credentials"]);
    for (const nonsense of ["", "_hidden", "1.2.3", "010.1.1.1", "1.2.3.4, 5.6.7.8", "::1::", ":::", "x".repeat(64)])
      expect(await tries(nonsense)).toEqual(["rate_limited"]);
  });

  it("a short and a long limit stand side by side, and what they refuse locks no account", async () => {
    const guards = [rateLimit({ limit: 2, window: 60 }), rateLimit({ limit: 3, window: 3600 }), throttle({ limit: 3 })];
    const { auth, tries, clock } = await limited(0, { guards });
    expect(await tries("192.0.2.1", 2, "nobody@example.com")).toEqual(["invalid_credentials", "invalid_credentials"]);
    for (let time = 0; time < 5; time++) expect(await tries("192.0.2.1", 1, ALICE.email)).toEqual(["rate_limited"]);
    await expect(auth.signIn(ALICE, from("192.0.2.9"))).resolves.toBeDefined();
    clock.advance(60);
    expect(await tries("192.0.2.1", 2)).toEqual(["invalid_credentials", "rate_limited"]);
  });

  it("no address lies in the counters", async () => {
    const keys: unknown[] = [];
    const storage = intercept(memoryStorage(), ({ name, parameters, proceed }) => {
      if (name === "counters.add") keys.push(parameters[0]);
      return proceed();
    });
    const { tries } = await limited(1, { storage });
    await tries("192.0.2.1");
    expect(keys).toEqual([expect.stringMatching(/^[\w-]{43}$/)]);
  });

  it("fails closed when storage cannot count", async () => {
    const storage = intercept(memoryStorage(), ({ name, proceed }) =>
      name === "counters.add" ? Promise.reject(new Error("down")) : proceed(),
    );
    const { tries } = await limited(1, { storage });
    expect(await tries("192.0.2.1", 1, ALICE.email)).toEqual(["storage_unavailable"]);
  });

  it.each([{ limit: 0 }, { window: -1 }, { max: 3 }])("%j is refused at start", (options) => {
    expect(() => rateLimit(options as object)).toThrow(TypeError);
  });
});

describe("SI06 the one spelling of an address", () => {
  const group = fc.integer({ min: 0, max: 0xffff });
  const ipv6 = fc.array(group, { minLength: 8, maxLength: 8 });
  const octets = fc.array(fc.integer({ min: 0, max: 255 }), { minLength: 4, maxLength: 4 });

  /** The groups in one of the spellings of RFC 4291 §2.2. */
  function spell(groups: readonly number[], { upper, pad, shorten, embed }: Record<string, boolean>): string {
    const texts = groups.map((value) => value.toString(16).padStart(pad ? 4 : 1, "0"));
    const tail = embed
      ? [`${groups[6]! >> 8}.${groups[6]! & 255}.${groups[7]! >> 8}.${groups[7]! & 255}`]
      : texts.slice(6);
    const all = [...texts.slice(0, 6), ...tail];
    const zero = groups.slice(0, embed ? 6 : 8).findIndex((value) => value === 0);
    const text =
      shorten && zero >= 0 ? `${all.slice(0, zero).join(":")}::${all.slice(zero + 1).join(":")}` : all.join(":");
    return upper ? text.toUpperCase() : text;
  }
  const spelling = fc.record({ upper: fc.boolean(), pad: fc.boolean(), shorten: fc.boolean(), embed: fc.boolean() });
  const isIpv4Inside = (groups: readonly number[]) =>
    (groups.slice(0, 5).every((value) => value === 0) && groups[5] === 0xffff) ||
    groups.slice(0, 6).join() === "100,65435,0,0,0,0";

  it("all spellings of one IPv6 address have one key, which is that of its /64", () => {
    fc.assert(
      fc.property(ipv6, ipv6, spelling, spelling, (groups, other, one, another) => {
        fc.pre(!isIpv4Inside(groups));
        const key = addressKey(spell(groups, one));
        expect(key).toMatch(/^[\da-f]{16}\/64$/);
        expect(addressKey(spell(groups, another))).toBe(key);
        expect(addressKey(spell([...groups.slice(0, 4), ...other.slice(4)], one))).toBe(key);
      }),
    );
  });

  it("two networks have two keys, however close", () => {
    fc.assert(
      fc.property(ipv6, fc.nat({ max: 63 }), spelling, (groups, bit, how) => {
        const near = groups.map((value, at) => (at === bit >> 4 ? value ^ (1 << (bit & 15)) : value));
        fc.pre(!isIpv4Inside(groups) && !isIpv4Inside(near));
        expect(addressKey(spell(near, how))).not.toBe(addressKey(spell(groups, how)));
      }),
    );
  });

  it("an IPv4 address is itself, bare or in IPv6 clothes, and no two share a key", () => {
    fc.assert(
      fc.property(octets, octets, (bytes, other) => {
        const text = bytes.join(".");
        const high = ((bytes[0]! << 8) | bytes[1]!).toString(16);
        const low = ((bytes[2]! << 8) | bytes[3]!).toString(16);
        for (const same of [
          text,
          `${text}:65535`,
          `::ffff:${text}`,
          `::FFFF:${high}:${low}`,
          `[::ffff:${text}]`,
          `0:0::ffff:${high}:${low}`,
        ])
          expect(addressKey(same)).toBe(text);
        expect(addressKey(other.join(".")) === text).toBe(other.join() === bytes.join());
      }),
    );
  });

  it("whatever it is given, it answers soon, and in one of three forms", () => {
    const text = fc.oneof(
      fc.string({ maxLength: 64 }),
      fc.string({ unit: fc.constantFrom(..."0123456789abcdef:.%[]"), maxLength: 64 }),
    );
    fc.assert(
      fc.property(
        text,
        (anything) =>
          void expect(addressKey(anything)).toMatch(/^(?:\d{1,3}(?:\.\d{1,3}){3}|[\da-f]{16}\/64|malformed)$/),
      ),
      { numRuns: 2000 },
    );
  });

  it.each([
    "1:2:3:4:5:6:7",
    "1:2:3:4:5:6:7:8:9",
    "1:2:3:4:5:6:7:8::",
    "1::2::3",
    "12345::",
    "::1.2.3.4:5",
    "1.2.3.4::",
    "g::",
    "::256.1.1.1",
    "::1.2.3",
    ":1::",
    "1::2:",
    "1.2.3.4.5",
    "256.1.1.1",
    "1.2.3.4%eth0",
    "0x7f.1.1.1",
    " 1.2.3.4",
    "１.2.3.4",
  ])("%s is no address", (text) => expect(addressKey(text)).toBe("malformed"));
  it.each([
    ["::", "0000000000000000/64"],
    ["::1", "0000000000000000/64"],
    ["1:2:3:4:5:6:7::", "0001000200030004/64"],
    ["fe80::1%en0", "fe80000000000000/64"],
  ])("%s is %s", (text, key) => expect(addressKey(text)).toBe(key));
});
