import { describe, expect, it } from "vitest";
import { memoryStorage } from "../../src/memory.ts";
import { storageContract } from "../../src/testing.ts";
import { intercept } from "../support.ts";

describe("the memory storage keeps the contract", () => {
  const storage = memoryStorage();
  for (const { name, run } of storageContract(() => storage)) it(name, run);
});

const {
  close: _,
  users,
  sessions,
  identities,
  passkeys,
  factors,
  tokens,
  counters,
  apiKeys,
  audit,
  ...others
} = memoryStorage();
const everyMethod = Object.entries({ users, sessions, identities, passkeys, factors, tokens, counters, apiKeys, audit })
  .flatMap(([store, methods]) => Object.keys(methods).map((method) => `${store}.${method}`))
  .concat(Object.keys(others))
  .sort();

describe("the contract itself", () => {
  /** The names of the cases that fall when `step` stands between the contract and the memory storage. */
  async function fallen(step: Parameters<typeof intercept>[1]): Promise<string[]> {
    const storage = intercept(memoryStorage(), step);
    const names: string[] = [];
    for (const { name, run } of storageContract(() => storage)) await run().catch(() => names.push(name));
    return names;
  }

  it("asks every method of a storage but close, and holds a sound one to nothing more", async () => {
    const asked = new Set<string>();
    const names = await fallen(({ name, proceed }) => {
      asked.add(name);
      return proceed();
    });
    expect([...asked].sort()).toEqual(everyMethod);
    expect(names).toEqual([]);
  });

  it.each(everyMethod)("falls when %s cannot be asked", async (broken) => {
    expect(
      await fallen(({ name, proceed }) => (name === broken ? Promise.reject(new Error("no")) : proceed())),
    ).not.toEqual([]);
  });

  // Of the many cases that a lie may disturb, the one that is about this method.
  const lies = {
    "users.insert": [true, "P08 a new user and the first session are there as they were handed in"],
    "users.insertFirst": [true, "Y42 the first user of an empty pool is there as handed in, with a session or without"],
    "users.rehashPassword": [true, "PW14 a re-hash swaps only the hash it was made from, and sessions live on"],
    "users.setPassword": [
      { deletedApiKeys: 0, deletedIdentities: 0, deletedPasskeys: 0, deletedFactor: false },
      "SE06 a new password ends every session in the same step",
    ],
    "users.changeEmail": [true, "Y38 a changed address is confirmed, and the old one free again"],
    "users.update": [true, "Y39 an update changes what is given and leaves the rest"],
    "users.setDisabled": [true, "Y47 disabling ends every session and opens none; enabling brings none back"],
    "users.endSessions": [true, "SE08 ending the sessions of one user ends all of them and nobody else's"],
    "users.delete": [true, "SE05 a deleted user takes sessions and one-time tokens along"],
    "sessions.insert": [true, "SE01 a second session stands beside the first"],
    "sessions.delete": [true, "P19 a session is ended once, and its neighbour stays"],
    "sessions.touch": [undefined, "Y33 a use is noted, and nothing else changes"],
    "sessions.prove": [true, "SF08 a proof is noted on its own session alone, and extends nothing"],
    "identities.insertUser": [
      true,
      "OA08 an identity comes back as it was handed in, with its user, and each use is noted",
    ],
    "identities.link": [true, "SE06 who was signed out meanwhile links nothing"],
    "identities.unlink": ["unlinked", "OA12 an identity is unlinked by its own user alone, and the last way in stays"],
    "passkeys.insertUser": [true, "PK01 a passkey comes back as it was handed in, with its user and the first session"],
    "passkeys.insert": [true, "SE06 who was signed out meanwhile adds no passkey"],
    "passkeys.use": [true, "PK06 of two who use one passkey with one counter at the same moment, one gets in"],
    "passkeys.rename": [true, "PK07 a passkey is renamed and deleted by its own user alone"],
    "passkeys.delete": ["deleted", "OA12 the last passkey stays, unless there is an identity or a password"],
    "factors.insert": [true, "SF07 of ten who turn the factor of one user on at once, one does, with its own codes"],
    "factors.use": [true, "SF02 of ten who use one code at the same moment, one gets in"],
    "factors.replaceCodes": [true, "SF06 new recovery codes void the old ones, also at the same moment"],
    "factors.forgetDevices": [true, "SF07 the trust in all devices ends at one moment, and nothing else changes"],
    "factors.reseal": [true, "SF05 the sealed secret is replaced only while it is the one that was read"],
    "factors.delete": [true, "SF10 a factor is turned off with its codes, once, and can be turned on again"],
    "apiKeys.insert": [true, "Y41 a key comes back as it was handed in, with its user, expired or not"],
    "apiKeys.delete": [true, "Y41 a key is removed once, in its own user's name alone"],
    "apiKeys.touch": [undefined, "Y41 a use is noted, and nothing else changes"],
  } as const;
  it.each(Object.entries(lies))(
    "F70 falls, in the case about it, when %s says yes and does nothing",
    async (lazy, [answer, about]) => {
      expect(await fallen(async ({ name, proceed }) => (name === lazy ? answer : proceed()))).toContain(about);
    },
  );

  it("falls when moments lose their milliseconds", async () => {
    const names = await fallen(async ({ name, proceed }) =>
      name === "sessions.find" ? toWholeSeconds(await proceed()) : proceed(),
    );
    expect(names).toContain("SE04 moments keep their milliseconds");
  });

  const torn = {
    "users.insert": "ID13 of 100 parallel inserts of one e-mail one wins, and only its session exists",
    "tokens.take": "Y34 a one-time token is taken once, of 50 who try together",
    "counters.add": "SI04 100 parallel guesses count exactly 1 to 100",
    "users.rehashPassword": "PW14 a re-hash swaps only the hash it was made from, and sessions live on",
    "sessions.delete": "P19 a session is ended once, and its neighbour stays",
  };
  it.each(Object.entries(torn))(
    "F70 falls, in the case that races it, when %s is a read and then a write",
    async (torn, about) => {
      // Two callers who read the same rows and write one after the other: what the later one reads is out of date.
      const first = new Map<string, Promise<unknown>>();
      const names = await fallen(({ name, parameters, proceed }) => {
        if (name !== torn) return proceed();
        const key = JSON.stringify(parameters.map((parameter) => emailOf(parameter) ?? parameter).slice(0, 1));
        const answer = first.get(key) ?? proceed();
        first.set(key, answer);
        setImmediate(() => first.delete(key));
        return answer;
      });
      expect(names).toContain(about);
    },
  );
});

function toWholeSeconds(value: unknown): unknown {
  if (value instanceof Date) return new Date(Math.floor(value.getTime() / 1000) * 1000);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, key === "metadata" ? member : toWholeSeconds(member)]),
  );
}

function emailOf(parameter: unknown): string | undefined {
  return (parameter as { user?: { email: string } }).user?.email;
}
