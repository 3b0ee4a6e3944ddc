import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalUsername } from "../../src/lib/input/username.ts";
import { memoryStorage } from "../../src/memory.ts";
import { fastHasher } from "../../src/testing.ts";
import { throttle } from "../../src/throttle.ts";
import { usernames } from "../../src/usernames.ts";
import { users } from "../../src/users.ts";
import { ALICE, countWork, errorOf, everyTextOf, recordCalls, openAuth, refusal } from "../support.ts";

const NAMED = { ...ALICE, username: "Alice.99" };

describe("Y45 signing in by user name", () => {
  it("makes an account with both names, and either opens it", async () => {
    const { auth } = openAuth();
    const names = usernames(auth);
    const { user, token } = await names.signUp({ ...NAMED, metadata: { a: 1 } });
    expect(user).toMatchObject({ email: ALICE.email, username: "alice.99", metadata: { a: 1 } });
    expect(await auth.getUser(token)).toEqual(user);
    for (const username of ["alice.99", "ALICE.99"])
      expect((await names.signIn({ username, password: ALICE.password })).user).toEqual(user);
    expect((await auth.signIn(ALICE)).user).toEqual(user);
  });

  it("ID09 signing up by e-mail takes no user name along", async () => {
    const { auth } = openAuth();
    expect((await auth.signUp(NAMED)).user).not.toHaveProperty("username");
  });

  it("an address is no user name, and a user name no address", async () => {
    const { auth } = openAuth();
    await usernames(auth).signUp(NAMED);
    await expect(usernames(auth).signIn({ username: ALICE.email, password: ALICE.password })).rejects.toMatchObject(
      refusal("invalid_username"),
    );
    await expect(auth.signIn({ email: "alice.99", password: ALICE.password })).rejects.toMatchObject(
      refusal("invalid_email"),
    );
  });

  it("SI01 SI02 a name that nobody has: the same answer after the same work", async () => {
    const counted = countWork(fastHasher());
    const { auth } = openAuth({ passwords: counted.hasher });
    const names = usernames(auth);
    const { user } = await names.signUp(NAMED);
    const tried = [];
    for (const username of ["alice.99", "nobody"]) {
      const before = counted.work();
      const error = await errorOf(names.signIn({ username, password: "a wrong password" }));
      tried.push({ ...error, message: error.message, work: counted.work() - before });
    }
    await users(auth).disable(user.id);
    const before = counted.work();
    const error = await errorOf(names.signIn({ username: "alice.99", password: ALICE.password }));
    tried.push({ ...error, message: error.message, work: counted.work() - before });
    for (const one of tried) expect(one).toEqual({ ...tried[0], code: "invalid_credentials", work: 1 });
  });

  it("SI03 a name that nobody has is throttled like an account", async () => {
    const names = usernames(openAuth({ guards: [throttle({ limit: 2 })] }).auth);
    const codes = [];
    for (const username of ["nobody", "NOBODY", "Nobody"])
      codes.push(((await errorOf(names.signIn({ username, password: "x" }))) as Error & { code: string }).code);
    expect(codes).toEqual(["invalid_credentials", "invalid_credentials", "rate_limited"]);
  });

  it("says which of the two names is taken, and a taken address first", async () => {
    const { auth } = openAuth();
    const names = usernames(auth);
    await names.signUp(NAMED);
    const fresh = { email: "bob@example.com", password: ALICE.password, username: "bob" };
    await expect(names.signUp({ ...fresh, username: "alice.99" })).rejects.toMatchObject(
      refusal("username_taken", { field: "username" }),
    );
    await expect(names.signUp({ ...fresh, email: ALICE.email })).rejects.toMatchObject(refusal("user_exists"));
    await expect(names.signUp(fresh)).resolves.toBeDefined();
  });

  it("of 50 sign-ups with one name at once one succeeds, and no address is left taken", async () => {
    const { auth } = openAuth();
    const names = usernames(auth);
    const attempts = Array.from({ length: 50 }, (_, at) =>
      names.signUp({ ...ALICE, email: `u${at}@example.com`, username: at % 2 ? "Wanted" : "wanted" }),
    );
    const answers = await Promise.allSettled(attempts);
    expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect((await users(auth).list()).users).toHaveLength(1);
  });

  it("P37 closed sign-up is closed by this door, too", async () => {
    await expect(usernames(openAuth({ signUps: false }).auth).signUp(NAMED)).rejects.toMatchObject(
      refusal("sign_ups_closed"),
    );
  });

  it("SE01 each sign-in is a session of its own, and costs two statements", async () => {
    const { storage, calls } = recordCalls(memoryStorage());
    const { auth } = openAuth({ storage });
    const first = await usernames(auth).signUp(NAMED);
    calls.length = 0;
    const second = await usernames(auth).signIn(NAMED);
    expect(second.session.id).not.toBe(first.session.id);
    expect(calls).toEqual(["users.findByUsername", "sessions.insert"]);
  });
});

describe("ID02 the one spelling of a user name", () => {
  it.each(["abc", "a.b", "a_b-c", "007", "x".repeat(32), "A.B.C"])("%s is one", (name) =>
    expect(canonicalUsername(name)).toBe(name.toLowerCase()),
  );

  it.each([
    "",
    "ab",
    "x".repeat(33),
    "x".repeat(1_000_000),
    ".abc",
    "abc.",
    "-abc",
    "abc_",
    "__proto__",
    "a b c",
    " abc",
    "abc\n",
    "abc\0",
    "a@b.example",
    "alice@example.com",
    "a+b",
    "a/b",
    "a\\b",
    "<abc>",
    "aliKe\u212a",
    "ſteve",
    "ıvan",
    "аlice",
    "alicе",
    "ａｌｉｃｅ",
    "al\u200bice",
    "al\u0301ice",
    "😀😀😀",
    7,
    null,
    undefined,
    {},
    ["abc"],
    true,
  ])("%j is none", (name) => {
    let error: Error | undefined;
    try {
      canonicalUsername(name);
    } catch (thrown) {
      error = thrown as Error;
    }
    expect(error).toMatchObject(refusal("invalid_username", { field: "username" }));
    if (typeof name === "string" && name.length > 3) expect(everyTextOf(error!)).not.toContain(name);
  });

  it("ID05 whatever is taken is ASCII, is its own canonical form, and differs from no other by case alone", () => {
    const text = fc.oneof(
      fc.string({ unit: "binary", maxLength: 34 }),
      fc.string({ unit: fc.constantFrom(..."aB3._-@ Kſıé"), minLength: 3, maxLength: 34 }),
    );
    fc.assert(
      fc.property(text, (input) => {
        let name: string;
        try {
          name = canonicalUsername(input);
        } catch {
          return;
        }
        expect(name).toMatch(/^[a-z\d][a-z\d._-]{1,30}[a-z\d]$/);
        expect(canonicalUsername(name)).toBe(name);
        expect(canonicalUsername(input.toUpperCase())).toBe(name);
        expect(input).toHaveLength(name.length);
      }),
      { numRuns: 2000 },
    );
  });
});
