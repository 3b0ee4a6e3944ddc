import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AuthError } from "../../src/index.ts";
import { memoryStorage } from "../../src/memory.ts";
import { canonicalEmail } from "../../src/lib/input/email.ts";
import { ALICE, intercept, recordCalls, openAuth, refusal } from "../support.ts";

const { password } = ALICE;
const refused = refusal("invalid_email", { message: "Email must be a valid address", field: "email" });

/** What canonicalEmail makes of an address, `null` when it refuses. */
function canonical(input: unknown): string | null {
  try {
    return canonicalEmail(input);
  } catch (error) {
    expect(error).toBeInstanceOf(AuthError);
    expect(error).toMatchObject(refused);
    return null;
  }
}

describe("one account, one spelling", () => {
  it("ID01 case variants sign up once and sign in all", async () => {
    const { auth } = openAuth();
    const { user } = await auth.signUp({ email: "Alice.Smith+News@Example.COM", password });
    expect(user.email).toBe("alice.smith+news@example.com");
    for (const email of [
      "alice.smith+news@example.com",
      "ALICE.SMITH+NEWS@EXAMPLE.COM",
      "Alice.Smith+News@Example.COM",
    ]) {
      await expect(auth.signUp({ email, password })).rejects.toMatchObject(refusal("user_exists"));
      expect((await auth.signIn({ email, password })).user.id).toBe(user.id);
    }
  });

  it("ID01 what only looks alike to people is another account", async () => {
    const { auth } = openAuth();
    const addresses = [
      "alice@example.com",
      "a.lice@example.com",
      "alice+x@example.com",
      "alice@example.org",
      "alice@mail.example.com",
    ];
    const ids = await Promise.all(addresses.map(async (email) => (await auth.signUp({ email, password })).user.id));
    expect(new Set(ids).size).toBe(addresses.length);
  });

  it("ID02 storage meets the canonical form only, made before anything is asked", async () => {
    const asked: unknown[] = [];
    const storage = intercept(memoryStorage(), ({ parameters, proceed }) => {
      asked.push(parameters);
      return proceed();
    });
    const { auth } = openAuth({ storage });
    await expect(auth.signIn({ email: "ALICE@Example.Com", password })).rejects.toMatchObject(
      refusal("invalid_credentials"),
    );
    await expect(auth.signIn({ email: "ALICE @Example.Com", password })).rejects.toMatchObject(refused);
    expect(asked).toEqual([["users", "alice@example.com"]]);
  });

  it("ID05 letters that fold to ASCII never reach an ASCII account", async () => {
    const { auth } = openAuth();
    await auth.signUp({ email: "kissi@example.com", password });
    for (const email of [
      "\u212aissi@example.com",
      "ki\u017fsi@example.com",
      "k\u0131ssi@example.com",
      "K\u0130SSI@example.com",
      "kissi@example.co\uff4d",
      "kißi@example.com",
      "ｋissi@example.com",
      "kissi@e\u2ce5ample.com",
    ]) {
      await expect(auth.signUp({ email, password }), email).rejects.toMatchObject(refused);
      await expect(auth.signIn({ email, password }), email).rejects.toMatchObject(refused);
    }
  });
});

describe("ID06 P13 accepted", () => {
  it.each([
    "o'brien@example.com",
    "alice+news@example.com",
    "100%@example.com",
    "a%b@example.com",
    "first.last@example.com",
    "a@b.co",
    "1@2.io",
    "!#$%&'*+/=?^_`{|}~-@example.com",
    "user@xn--mnchen-3ya.de",
    "user@example.xn--p1ai",
    "user@a-b.c-d.example",
    "user@3com.com",
    "_@example.com",
    "--@example.com",
    "user@sub.sub.sub.example.museum",
    `${"a".repeat(64)}@example.com`,
    `a@${"b".repeat(63)}.com`,
  ])("%s", (email) => {
    expect(canonical(email)).toBe(email);
  });
});

describe("ID03 P13 refused", () => {
  it.each([
    "",
    "@",
    "a",
    "a@",
    "@b.co",
    "a@b",
    "a@@b.co",
    "a@b@c.co",
    "a@b.co@",
    "a.example.com",
    "a@localhost",
    "a＠example.com",
    "a﹫example.com",
    "a@b.co,c@d.co",
    "a@b.co, c@d.co",
    "a@b.co;c@d.co",
    "a@b.co c@d.co",
    "Alice <a@b.co>",
    "<a@b.co>",
    "mailto:a@b.co",
    "a@b.co>",
    "a:b@c.co",
    "a@b.co\r\nBcc: c@d.co",
    "a\r\n@b.co",
    "a@b.co\n",
    "\na@b.co",
    "a@b.co\r",
    "a@b.co\u2028",
    "a@b.co\u0085",
    '"a"@b.co',
    '"a b"@b.co',
    'a"b@c.co',
    "a@'b'.co",
    "a\\@b@c.co",
    "(x)a@b.co",
    "a@b.co(x)",
    "a[b@c.co",
    "a\0@b.co",
    "a@b.co\0",
    "\0",
    "a@b\0.co",
    "a @b.co",
    "a@ b.co",
    "a\t@b.co",
    "a@b. co",
    "a\u00a0@b.co",
    ".a@b.co",
    "a.@b.co",
    "a..b@c.co",
    ".@b.co",
    "a@.b.co",
    "a@b..co",
    "a@b.co.",
    "a@-b.co",
    "a@b-.co",
    "a@b.-co",
    "a@b.co-",
    "a@b_c.co",
    "a@b.1",
    "a@1.2.3.4",
    "a@[1.2.3.4]",
    "a@[IPv6:::1]",
    "a@b.c0\u200b",
    "a@b.co:25",
    "a@b.co/x",
    "a@b.co?x=1",
    "a@b.co#x",
    "a%40b.co",
    "müller@example.com",
    "a@b.co\t",
    "\ta@b.co",
    "\u00a0a@b.co",
    "a@b.co\u2003",
    " ",
    "  @  ",
    " a@b.co c@d.co ",
  ])("%j", async (email) => {
    expect(canonical(email)).toBeNull();
  });
});

describe("ID04 refused for characters that nobody sees", () => {
  const invisible = [
    "\u00ad",
    "\u034f",
    "\u061c",
    "\u115f",
    "\u17b4",
    "\u180e",
    "\u200b",
    "\u200c",
    "\u200d",
    "\u200e",
    "\u202a",
    "\u202e",
    "\u2060",
    "\u2066",
    "\u3164",
    "\ufe0f",
    "\ufeff",
    "\uffa0",
    "\ufffc",
    "\u{1d173}",
    "\u{e0061}",
    "\ud800",
    "\x7f",
    "\x01",
    "\x1b",
  ];

  it.each(invisible.map((character) => [`U+${character.codePointAt(0)!.toString(16)}`, character]))(
    "%s",
    (_, character) => {
      for (const email of [
        `${character}alice@example.com`,
        `al${character}ice@example.com`,
        `alice${character}@example.com`,
        `alice@ex${character}ample.com`,
        `alice@example.com${character}`,
      ]) {
        expect(canonical(email)).toBeNull();
      }
    },
  );
});

describe("ID07 the limits", () => {
  it("a local part of 64 characters, and not 65", () => {
    expect(canonical(`${"a".repeat(64)}@example.com`)).not.toBeNull();
    expect(canonical(`${"a".repeat(65)}@example.com`)).toBeNull();
  });

  it("a label of 63 characters, and not 64", () => {
    expect(canonical(`a@${"b".repeat(63)}.${"c".repeat(63)}`)).not.toBeNull();
    expect(canonical(`a@${"b".repeat(64)}.com`)).toBeNull();
    expect(canonical(`a@example.${"c".repeat(64)}`)).toBeNull();
  });

  it("254 characters in all, and not 255", () => {
    const [fits, tooLong] = [186, 187].map((length) =>
      `${"a".repeat(64)}@${"b.".repeat(99).slice(0, length)}c.c`.replace("..", "b."),
    );
    expect([fits!.length, tooLong!.length]).toEqual([254, 255]);
    expect(canonical(fits)).toBe(fits);
    expect(canonical(tooLong)).toBeNull();
  });

  it("a megabyte of anything is refused before it is looked at", async () => {
    const { storage, calls } = recordCalls(memoryStorage());
    const { auth } = openAuth({ storage });
    for (const piece of ["a", "a.", "a@", ".", "@", "-", "a@b.", "\ud83e\udd8a", "a@b.co,"]) {
      const email = `${piece.repeat(1_000_000 / piece.length)}@example.com`;
      await expect(auth.signUp({ email, password })).rejects.toMatchObject(refused);
      await expect(auth.signIn({ email, password })).rejects.toMatchObject(refused);
    }
    expect(calls).toEqual([]);
  });

  it("what is at the limit and almost an address is decided too", () => {
    for (const text of [
      `${"a.".repeat(31)}a.@b.co`,
      `a@${"b-".repeat(120)}.co`,
      `a@${"b.".repeat(120)}-`,
      `a@${"b".repeat(250)}`,
      "a".repeat(254),
    ]) {
      expect(canonical(text)).toBeNull();
    }
  });
});

it("ID08 what is no text is no address", async () => {
  const { auth } = openAuth();
  for (const email of [
    undefined,
    null,
    0,
    1,
    true,
    {},
    [],
    ["alice@example.com"],
    { toString: () => "alice@example.com" },
    new String("alice@example.com"),
    Symbol("alice"),
  ]) {
    expect(canonical(email)).toBeNull();
    await expect(auth.signUp({ email: email as string, password })).rejects.toMatchObject(refused);
    await expect(auth.signIn({ email: email as string, password })).rejects.toMatchObject(refused);
  }
});

describe("whatever is typed", () => {
  const local = fc.stringMatching(/^[A-Za-z\d!#$%&'*+/=?^_`{|}~-]{1,20}(\.[A-Za-z\d+_-]{1,20}){0,2}$/);
  const domain = fc.stringMatching(/^([A-Za-z\d]([A-Za-z\d-]{0,8}[A-Za-z\d])?\.){1,4}[A-Za-z]{2,10}$/);
  const address = fc.tuple(local, domain).map((parts) => parts.join("@"));
  const nearly = fc
    .tuple(address, fc.nat(60), fc.string({ unit: "binary", maxLength: 2 }))
    .map(([text, at, letter]) => text.slice(0, at) + letter + text.slice(at));
  const anything = fc.oneof(
    address,
    nearly,
    fc.string(),
    fc.string({ unit: "binary" }),
    fc.emailAddress(),
    fc.anything(),
  );

  it("ID02 the canonical form is its own canonical form, in lower-case ASCII and within 254 characters", () => {
    fc.assert(
      fc.property(anything, (input) => {
        const email = canonical(input);
        fc.pre(email !== null);
        expect(canonical(email)).toBe(email);
        expect(email).toMatch(/^[\x21-\x40\x5b-\x7e]{3,254}$/);
        const typed = (input as string).replace(/^ +| +$/g, "").toLowerCase();
        if (/^[\x00-\x7f]*$/.test(typed)) expect(email).toBe(typed);
        else expect(email).toMatch(/@(.+\.)?xn--/);
      }),
      { numRuns: 1000 },
    );
  });

  it("ID01 an address and its case variants have one canonical form", () => {
    fc.assert(
      fc.property(address, (text) => {
        expect(canonical(text)).not.toBeNull();
        expect(canonical(text.toUpperCase())).toBe(canonical(text.toLowerCase()));
      }),
    );
  });

  it("ID03 nothing but invalid_email is ever thrown", () => {
    fc.assert(
      fc.property(anything, (input) => void canonical(input)),
      { numRuns: 1000 },
    );
  });

  it("ID04 one character outside ASCII is enough to be refused, but for a letter in the domain", () => {
    fc.assert(
      fc.property(
        address,
        fc.nat(60),
        fc.string({ unit: "binary", minLength: 1, maxLength: 1 }),
        (text, at, letter) => {
          fc.pre(!/^[\x20-\x7e]*$/.test(letter));
          const typed = text.slice(0, at) + letter + text.slice(at);
          const email = canonical(typed);
          if (email === null) return;
          expect(typed.indexOf(letter)).toBeGreaterThan(typed.indexOf("@"));
          expect(letter).toMatch(/[\p{L}\p{M}\p{N}]/u);
          expect(email.slice(email.indexOf("@"))).toMatch(/[@.]xn--/);
        },
      ),
      { numRuns: 500 },
    );
  });
});
