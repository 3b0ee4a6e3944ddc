import type { Storage } from "@latchkey/core";
import { storageContract } from "@latchkey/core/testing";
import { kyselyStorage } from "@latchkey/adapter-kysely";
import { afterAll, beforeAll, describe, it } from "vitest";
import { kinds, oddKinds, type Opened } from "./databases.ts";

/** PGlite starts a whole PostgreSQL: on a busy machine that takes a minute. */
const PATIENCE_MS = 180_000;

describe.each([...kinds, ...oddKinds])("Kysely over $name keeps the storage contract", ({ open }) => {
  let opened: Opened;
  beforeAll(async () => {
    opened = await open();
  }, PATIENCE_MS);
  afterAll(() => opened?.close());
  for (const { name, run } of storageContract(() => opened.storage)) it(name, run);
});

/** Each call goes to the other storage than the one before: what races, races across connections and their pools. */
function inTurn(one: Storage, two: Storage): Storage {
  let calls = 0;
  const turns = <Methods extends object>(here: Methods, there: Methods): Methods => {
    const methods = Object.entries(here).map(([name, value]) => {
      const other = there[name as keyof Methods];
      if (typeof value === "object") return [name, turns(value, other as object)];
      const call = (...args: unknown[]) =>
        ((calls++ % 2 === 0 ? value : other) as (...args: unknown[]) => unknown)(...args);
      return [name, typeof value === "function" ? call : value];
    });
    return Object.fromEntries(methods) as Methods;
  };
  return turns(one, two);
}

// PGlite has one session. A connection of libSQL is of no more use once another process has locked it out.
const takesMore = kinds.filter(({ name }) => !/PGlite|libSQL/.test(name));

describe.each(takesMore)("two Kysely instances over $name keep the storage contract together", ({ open }) => {
  let opened: Opened;
  let other: Opened["db"];
  let both: Storage;
  beforeAll(async () => {
    opened = await open();
    other = await opened.reopen!();
    both = inTurn(opened.storage, kyselyStorage(other, opened.options));
  });
  afterAll(async () => {
    await other?.destroy();
    await opened?.close();
  });
  for (const { name, run } of storageContract(() => both)) it(name, run);
});
