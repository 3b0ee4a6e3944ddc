import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { JsonObject, StandardSchema } from "../../src/index.ts";
import { memoryStorage } from "../../src/memory.ts";
import { readMetadata } from "../../src/lib/input/metadata.ts";
import { ALICE, errorOf, recordCalls, openAuth, refusal } from "../support.ts";

/** Signs up with it, and what signing up, signing in and looking then say. */
async function everywhere(metadata: unknown): Promise<unknown[]> {
  const { auth } = openAuth();
  const { user, token } = await auth.signUp({ ...ALICE, metadata: metadata as JsonObject });
  return [user.metadata, (await auth.signIn(ALICE)).user.metadata, (await auth.getUser(token))?.metadata];
}

/** An array, or an object, in `depth` levels of them. */
const nested = (depth: number, wrap: (inner: unknown) => unknown, core: unknown): unknown =>
  depth === 0 ? core : wrap(nested(depth - 1, wrap, core));
const keys = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, index]));

it("P11 no metadata means null", async () => {
  for (const none of [undefined, null]) expect(await everywhere(none)).toEqual([null, null, null]);
  const { auth } = openAuth();
  expect((await auth.signUp(ALICE)).user.metadata).toBeNull();
});

describe("P12 metadata comes back unchanged at sign-up, sign-in and looking", () => {
  it.each<JsonObject>([
    {},
    { plan: "pro", seats: 3, trial: false, coupon: null },
    { tags: [], nested: { list: [1, [2, [3]], { four: 4 }] } },
    {
      text: "Zoë 🦊 \u2028 \ufeff e\u0301 \u00e9",
      "": "empty key",
      "a.b": 1,
      constructor: "fine",
      toString: "fine",
      é: 1,
      "'": '"',
    },
    { numbers: [0, -1, 0.1, 1e-7, 5e-324, 2 ** 53 - 1, -(2 ** 53 - 1), 1234567.891] },
  ])("%j", async (metadata) => {
    expect(await everywhere(metadata)).toStrictEqual([metadata, metadata, metadata]);
  });

  it("of any JSON that it takes at all", async () => {
    const json = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 4 }), { maxKeys: 6 });
    let taken = 0;
    await fc.assert(
      fc.asyncProperty(json, async (metadata) => {
        const text = JSON.stringify(metadata);
        const copy = await readMetadata(JSON.parse(text), undefined).catch((error: unknown) => {
          expect(error).toMatchObject(refusal("invalid_metadata"));
          return null;
        });
        fc.pre(copy !== null);
        taken++;
        expect(JSON.parse(JSON.stringify(copy))).toStrictEqual(JSON.parse(text));
      }),
      { numRuns: 300 },
    );
    expect(taken).toBeGreaterThan(100);
  });

  it("and what happens to the application's own object afterwards changes nothing", async () => {
    const { auth } = openAuth();
    const metadata = { tags: ["a"] };
    const { token } = await auth.signUp({ ...ALICE, metadata });
    metadata.tags.push("b");
    expect((await auth.getUser(token))?.metadata).toEqual({ tags: ["a"] });
  });
});

describe("ID11 what does not fit is refused before hashing, never cut", () => {
  const cyclic: Record<string, unknown> = {};
  cyclic.self = cyclic;
  class Plan {
    name = "pro";
  }

  it.each<[string, unknown]>([
    ["text", "text"],
    ["a number", 1],
    ["true", true],
    ["an array", []],
    ["a date", new Date(0)],
    ["a map", new Map()],
    ["an instance", new Plan()],
    ["a function", () => ({})],
    ["undefined within", { a: undefined }],
    ["a function within", { a: () => 1 }],
    ["a symbol within", { a: Symbol("a") }],
    ["a bigint within", { a: 1n }],
    ["a date within", { a: new Date(0) }],
    ["an instance within", { a: [new Plan()] }],
    ["a hole", { a: [1, , 3] }],
    ["itself within", cyclic],
    ["toJSON", { toJSON: () => ({}) }],
    ["NaN", { a: NaN }],
    ["Infinity", { a: Infinity }],
    ["1e400 of a body", JSON.parse('{"a":1e400}')],
    ["-0", { a: -0 }],
    ["2^53", { a: 2 ** 53 }],
    ["-2^53", { a: -(2 ** 53) }],
    ["1e21", { a: 1e21 }],
    ["a long id of a body", JSON.parse('{"id":12345678901234567890}')],
    ["NUL in a text", { a: "x\0" }],
    ["NUL in a key", { "x\0": 1 }],
    ["half a pair in a text", { a: "\ud800" }],
    ["half a pair in a key", { "\udc00": 1 }],
    ["257 keys", keys(257)],
    ["257 keys in all", { a: keys(128), b: keys(127) }],
    ["257 keys in a list", { list: Array.from({ length: 256 }, () => ({ k: 1 })) }],
    ["1025 list items", { list: Array(1025).fill(0) }],
    ["1025 list items in all", { list: Array.from({ length: 205 }, () => [0, 0, 0, 0]) }],
    ["9 levels of objects", nested(9, (a) => ({ a }), 1)],
    ["9 levels, mostly of arrays", { a: nested(8, (inner) => [inner], 1) }],
    ["1000 levels", nested(1000, (a) => ({ a }), 1)],
    ["100 000 levels of a body", JSON.parse(`{"a":${"[".repeat(100_000)}${"]".repeat(100_000)}}`)],
    ["16 KiB and a byte", { a: "x".repeat(16 * 1024 - 8 + 1) }],
    ["16 KiB in UTF-8 only", { a: "é".repeat(8189) }],
    ["a megabyte", { a: "x".repeat(1_000_000) }],
  ])("%s", async (_, metadata) => {
    const { storage, calls } = recordCalls(memoryStorage());
    const { auth } = openAuth({ storage });
    const error = await errorOf(auth.signUp({ ...ALICE, metadata: metadata as JsonObject }));
    expect(error).toMatchObject(refusal("invalid_metadata", { field: expect.stringMatching(/^metadata/) }));
    expect(calls).toEqual([]);
  });

  it.each<[string, unknown]>([
    ["256 keys", keys(256)],
    ["256 keys in all", { a: keys(127), b: keys(127) }],
    ["1024 list items", { list: Array(1024).fill(0) }],
    ["1024 list items in all", { a: Array.from({ length: 204 }, () => [0, 0, 0, 0]), b: [0, 0, 0, 0] }],
    ["8 levels of objects", nested(8, (a) => ({ a }), 1)],
    ["8 levels, mostly of arrays", { a: nested(7, (inner) => [inner], 1) }],
    ["16 KiB", { a: "x".repeat(16 * 1024 - 8) }],
    ["an object without prototype", Object.assign(Object.create(null), { a: 1 })],
  ])("just fits: %s", async (_, metadata) => {
    expect(await everywhere(metadata)).toEqual([metadata, metadata, metadata]);
  });
});

it("ID10 __proto__ is refused at any depth and pollutes nothing", async () => {
  const { auth } = openAuth();
  for (const text of [
    '{"__proto__":{"admin":true}}',
    '{"a":{"__proto__":{"admin":true}}}',
    '{"a":[{"__proto__":null}]}',
    '{"__proto__":1}',
  ]) {
    const metadata = JSON.parse(text) as JsonObject;
    await expect(auth.signUp({ ...ALICE, metadata })).rejects.toMatchObject(refusal("invalid_metadata"));
  }
  const { user } = await auth.signUp({
    ...ALICE,
    metadata: JSON.parse('{"constructor":{"prototype":{"admin":true}},"prototype":1}') as JsonObject,
  });
  expect(user.metadata).toEqual({ constructor: { prototype: { admin: true } }, prototype: 1 });
  expect([({} as Record<string, unknown>).admin, Object.getPrototypeOf(user.metadata)]).toEqual([
    undefined,
    Object.prototype,
  ]);
});

it("ID10 __proto__ in the input itself is no metadata, e-mail or password", async () => {
  const { auth } = openAuth();
  const input = JSON.parse(
    `{"__proto__":{"emailVerified":true},"email":"${ALICE.email}","password":"${ALICE.password}"}`,
  ) as typeof ALICE;
  expect((await auth.signUp(input)).user).toMatchObject({ emailVerified: false, metadata: null });
  expect(({} as Record<string, unknown>).emailVerified).toBeUndefined();
});

describe("a Standard Schema", () => {
  const schema = (validate: StandardSchema["~standard"]["validate"]): StandardSchema => ({
    "~standard": { version: 1, vendor: "by hand", validate },
  });

  /** Takes `{ plan: string }` and drops the rest, as a schema library would. */
  const strict = schema((value) => {
    if (typeof value !== "object" || value === null) return { issues: [{ message: "Expected object" }] };
    const { plan } = value as { plan?: unknown };
    return typeof plan === "string"
      ? { value: { plan: plan.trim() } }
      : { issues: [{ message: `Expected text, got ${plan}`, path: [{ key: "plan" }] }] };
  });

  it("decides what metadata is stored, as it gives it back", async () => {
    const { auth } = openAuth({ metadata: strict });
    const { user, token } = await auth.signUp({ ...ALICE, metadata: { plan: " pro ", role: "admin" } });
    expect([user.metadata, (await auth.getUser(token))?.metadata]).toEqual([{ plan: "pro" }, { plan: "pro" }]);
  });

  it("may take its time", async () => {
    const { auth } = openAuth({ metadata: schema(async () => ({ value: { plan: "late" } })) });
    expect((await auth.signUp(ALICE)).user.metadata).toEqual({ plan: "late" });
  });

  it("refuses with the field that is wrong, and not with what it was", async () => {
    const { auth } = openAuth({ metadata: strict });
    const error = await errorOf(auth.signUp({ ...ALICE, metadata: { plan: 4711 } }));
    expect(error).toMatchObject(refusal("invalid_metadata", { field: "metadata.plan" }));
    expect(error.message).not.toContain("4711");
    await expect(auth.signUp(ALICE)).rejects.toMatchObject(refusal("invalid_metadata", { field: "metadata" }));
    const deep = openAuth({
      metadata: schema(() => ({ issues: [{ message: "no", path: ["plans", 0, { key: "name" }] }] })),
    });
    await expect(deep.auth.signUp(ALICE)).rejects.toMatchObject(
      refusal("invalid_metadata", { field: "metadata.plans.0.name" }),
    );
  });

  it.each([{ issues: [] }, {}, { issues: [], value: { plan: "pro" } }])(
    "F04 that answers %o has not said that it fits",
    async (answer) => {
      const { auth } = openAuth({ metadata: schema(() => answer as never) });
      await expect(auth.signUp({ ...ALICE, metadata: { plan: "pro" } })).rejects.toMatchObject(
        refusal("invalid_metadata", { field: "metadata" }),
      );
    },
  );

  it("ID11 is bound by the limits too, and may say there is none", async () => {
    const greedy = openAuth({ metadata: schema(() => ({ value: { at: new Date(0) } })) });
    await expect(greedy.auth.signUp(ALICE)).rejects.toMatchObject(
      refusal("invalid_metadata", { field: "metadata.at" }),
    );
    const modest = openAuth({ metadata: schema(() => ({ value: undefined })) });
    expect((await modest.auth.signUp({ ...ALICE, metadata: { plan: "pro" } })).user.metadata).toBeNull();
  });
});

describe("F04 reading stops at the first excess", () => {
  const HUGE = 100_000;

  /** The value in which every list and object counts what is read of it. */
  function watched(value: unknown): { value: unknown; reads: () => number } {
    let reads = 0;
    const wrap = (target: object): unknown =>
      new Proxy(target, {
        get(_, key) {
          const member: unknown = Reflect.get(target, key);
          if (key === "length" || typeof key === "symbol") return member;
          reads++;
          return typeof member === "object" && member !== null ? wrap(member) : member;
        },
      });
    return { value: wrap(value as object), reads: () => reads };
  }

  const huge: [string, object][] = [
    ["empty lists in a list", { list: Array.from({ length: HUGE }, () => []) }],
    ["numbers in a list", { list: Array(HUGE).fill(1) }],
    ["tiny objects in a list", { list: Array.from({ length: HUGE }, () => ({})) }],
    ["lists of lists", { list: Array.from({ length: 300 }, () => Array(300).fill(0)) }],
    ["one long text", { text: "x".repeat(2_000_000) }],
    ["long texts", { list: Array(HUGE).fill("x".repeat(100)) }],
    ["one long key", { ["k".repeat(2_000_000)]: 1 }],
    ["many keys", keys(HUGE)],
    ["many keys further down", { a: { b: keys(HUGE) } }],
    ["deep lists", { deep: nested(1000, (inner) => [inner], 1) }],
    ["deep objects", nested(1000, (a) => ({ a }), 1) as object],
    ["a wide and deep tree", nested(4, (inner) => Array.from({ length: 20 }, () => inner), 1) as object],
  ];

  it.each(huge)("%s", async (_, metadata) => {
    const { value, reads } = watched(Array.isArray(metadata) ? { metadata } : metadata);
    await expect(readMetadata(value, undefined)).rejects.toMatchObject(refusal("invalid_metadata"));
    expect(reads()).toBeLessThan(2000);
  });

  it.each(huge)("%s, before the application's schema sees any of it", async (_, metadata) => {
    let asked = 0;
    const schema: StandardSchema = {
      "~standard": { version: 1, vendor: "by hand", validate: () => (asked++, { value: {} }) },
    };
    const { value, reads } = watched(metadata);
    await expect(readMetadata(value, schema)).rejects.toMatchObject(refusal("invalid_metadata"));
    expect([asked, reads() < 2000]).toEqual([0, true]);
  });

  it("and what the schema makes of it is held to the same", async () => {
    const { value, reads } = watched(huge[0]![1]);
    const schema: StandardSchema = { "~standard": { version: 1, vendor: "by hand", validate: () => ({ value }) } };
    await expect(readMetadata({}, schema)).rejects.toMatchObject(refusal("invalid_metadata"));
    expect(reads()).toBeLessThan(2000);
  });

  it("a schema may still take what JSON does not know and give back what it does", async () => {
    const schema: StandardSchema = {
      "~standard": {
        version: 1,
        vendor: "by hand",
        validate: (value) => ({ value: { at: (value as { at: Date }).at.toISOString() } }),
      },
    };
    expect(await readMetadata({ at: new Date(0) }, schema)).toEqual({ at: "1970-01-01T00:00:00.000Z" });
  });

  it("the field is named by its path, and a path too long to name is left out", async () => {
    const fieldOf = async (metadata: unknown) =>
      ((await errorOf(readMetadata(metadata, undefined))) as { field?: string }).field;
    expect(await fieldOf({ a: [{ b: NaN }] })).toBe("metadata.a.0.b");
    expect(await fieldOf({ ["k".repeat(200)]: NaN })).toBe("metadata");
  });
});
