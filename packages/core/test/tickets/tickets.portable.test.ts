import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createAuth, type AuthOptions } from "../../src/index.ts";
import { memoryStorage } from "../../src/memory.ts";
import { testClock } from "../../src/testing.ts";
import { tickets } from "../../src/tickets.ts";
import { intercept, refusal } from "../support.ts";

const SECRET = "a secret of this project, 32 bytes or more";
const NEXT_SECRET = "another secret of this project, as long as it";
const clock = testClock();

function ticketsOf(options: Partial<AuthOptions> = {}) {
  return tickets(createAuth({ storage: memoryStorage(), secret: SECRET, now: clock.now, ...options }));
}

const ticket = { purpose: "oauth", lifetime: 600, userId: crypto.randomUUID(), data: { state: "xyz", next: "/Zoë" } };
const { userId, data } = ticket;

describe("a ticket", () => {
  it("SF04 opens with what it was sealed with, as often as it is read", async () => {
    const own = ticketsOf();
    const sealed = await own.seal(ticket);
    expect(sealed).toMatch(/^[\w-]{100,300}$/);
    for (let times = 0; times < 3; times++) expect(await own.read(sealed, "oauth")).toEqual({ userId, data });
    const nobodys = await own.seal({ ...ticket, userId: null });
    expect(await own.read(nobodys, "oauth")).toEqual({ userId: null, data });
  });

  it("SF04 tells its holder nothing, and is another text each time", async () => {
    const own = ticketsOf();
    const sealed = await Promise.all(Array.from({ length: 20 }, () => own.seal(ticket)));
    expect(new Set(sealed).size).toBe(20);
    for (const text of sealed) {
      expect(atob(text.replaceAll("-", "+").replaceAll("_", "/"))).not.toMatch(/xyz|next|state|oauth/);
      expect(text).not.toContain(userId);
    }
  });

  it("SF04 is void for another purpose, another pool and another secret", async () => {
    const own = ticketsOf();
    const sealed = await own.seal(ticket);
    for (const purpose of ["OAUTH", "oauth ", "", "second_factor"]) {
      expect(await own.read(sealed, purpose)).toBeNull();
      expect(await own.spend(sealed, purpose)).toBeNull();
    }
    expect(await ticketsOf({ pool: "admins" }).read(sealed, "oauth")).toBeNull();
    expect(await ticketsOf({ secret: NEXT_SECRET }).read(sealed, "oauth")).toBeNull();
    expect(await own.spend(sealed, "oauth")).toEqual({ userId, data });
  });

  it("SF04 lives through a rotation of the secret, and ends with the secret that sealed it", async () => {
    const sealed = await ticketsOf().seal(ticket);
    const [old, next] = [
      { id: "1", secret: SECRET },
      { id: "2", secret: NEXT_SECRET },
    ];
    const both = ticketsOf({ secret: [next, old] });
    expect(await both.read(sealed, "oauth")).toEqual({ userId, data });
    const newer = await both.seal(ticket);
    expect(await ticketsOf().read(newer, "oauth")).toBeNull();
    expect(await ticketsOf({ secret: [next] }).read(newer, "oauth")).toEqual({ userId, data });
    expect(await ticketsOf({ secret: [next] }).read(sealed, "oauth")).toBeNull();
  });

  it("SF04 is void from the second in which it expires", async () => {
    const own = ticketsOf();
    const sealed = await own.seal({ ...ticket, lifetime: 10 });
    clock.advance(9);
    expect(await own.read(sealed, "oauth")).toEqual({ userId, data });
    clock.advance(1);
    expect(await own.read(sealed, "oauth")).toBeNull();
    expect(await own.spend(sealed, "oauth")).toBeNull();
  });

  it("SF04 is void with any other character in it, shortened or lengthened", async () => {
    const own = ticketsOf();
    const sealed = await own.seal(ticket);
    const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    await fc.assert(
      fc.asyncProperty(fc.nat(sealed.length - 1), fc.constantFrom(...alphabet), async (at, character) => {
        fc.pre(sealed[at] !== character);
        expect(await own.read(sealed.slice(0, at) + character + sealed.slice(at + 1), "oauth")).toBeNull();
        expect(await own.read(sealed.slice(0, at), "oauth")).toBeNull();
        expect(await own.read(sealed + character, "oauth")).toBeNull();
      }),
      { numRuns: 200 },
    );
  });

  it("SF04 nothing else is a ticket, and nothing else is an error", async () => {
    const own = ticketsOf();
    const texts: unknown[] = [undefined, null, 7, {}, [], "", "x", "A".repeat(16), "A".repeat(17), "=", "\u{1f3ab}"];
    for (const text of [...texts, "A".repeat(4096), "A".repeat(1_000_000), await own.seal(ticket).then((t) => `${t}=`)])
      expect(await own.read(text, "oauth")).toBeNull();
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "binary" }), async (text) => {
        expect(await own.read(text, "oauth")).toBeNull();
      }),
    );
  });
});

describe("spending a ticket", () => {
  it("SF04 of fifty at once, in two processes, one gets it; reading does not spend it", async () => {
    const storage = memoryStorage();
    const processes = [ticketsOf({ storage }), ticketsOf({ storage })];
    const sealed = await processes[0]!.seal(ticket);
    await processes[1]!.read(sealed, "oauth");
    const all = Array.from({ length: 50 }, (_, index) => processes[index % 2]!.spend(sealed, "oauth"));
    expect((await Promise.all(all)).filter((got) => got !== null)).toEqual([{ userId, data }]);
    expect(await processes[0]!.spend(sealed, "oauth")).toBeNull();
    expect(await processes[1]!.read(sealed, "oauth")).toEqual({ userId, data });
    const neighbour = await processes[0]!.seal(ticket);
    expect(await processes[1]!.spend(neighbour, "oauth")).toEqual({ userId, data });
  });

  it("SF04 stays spent until it expires, also when what has ended is swept", async () => {
    const storage = memoryStorage();
    const own = ticketsOf({ storage });
    const sealed = await own.seal(ticket);
    await own.spend(sealed, "oauth");
    clock.advance(599);
    await storage.sweep(new Date(clock.now()), 100);
    expect(await own.spend(sealed, "oauth")).toBeNull();
  });

  it("SF04 writes nothing for what is no ticket, and stores no part of one", async () => {
    const heard: string[] = [];
    const storage = intercept(memoryStorage(), ({ name, parameters, proceed }) => {
      heard.push(`${name} ${JSON.stringify(parameters)}`);
      return proceed();
    });
    const own = ticketsOf({ storage });
    const sealed = await own.seal(ticket);
    for (const text of ["x", sealed.slice(1), `${sealed}A`]) await own.spend(text, "oauth");
    expect(heard).toEqual([]);
    await own.spend(sealed, "oauth");
    expect(heard).toEqual([expect.stringMatching(/^counters\.add \["[\w-]{43}",/)]);
    expect(heard.join()).not.toContain(sealed.slice(0, 20));
  });

  it("HT09 storage trouble is storage_unavailable, and the ticket is not given", async () => {
    const storage = intercept(memoryStorage(), () => Promise.reject(new Error("driver says no")));
    const own = ticketsOf({ storage });
    const sealed = await own.seal(ticket);
    await expect(own.spend(sealed, "oauth")).rejects.toMatchObject(refusal("storage_unavailable"));
  });
});

describe("a ticket that cannot be made", () => {
  it.each([0, -1, 0.5, Number.NaN, "600"])("has a lifetime of %s: a TypeError", async (lifetime) => {
    await expect(ticketsOf().seal({ ...ticket, lifetime: lifetime as number })).rejects.toThrow(/whole number from 1/);
  });

  it("is longer than a cookie: a TypeError", async () => {
    const own = ticketsOf();
    await expect(own.seal({ ...ticket, data: { long: "x".repeat(3000) } })).rejects.toThrow(/must fit in 4000/);
    expect(await own.seal({ ...ticket, data: { long: "x".repeat(2800) } })).toHaveLength(3855);
  });

  it("has no secret: a TypeError, also when it is read", async () => {
    const own = ticketsOf({ secret: undefined });
    await expect(own.seal(ticket)).rejects.toThrow(/secret is missing/);
    await expect(own.read("x", "oauth")).rejects.toThrow(/secret is missing/);
  });
});
