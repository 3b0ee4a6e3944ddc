import { storageContract } from "@latchkey/core/testing";
import { afterAll, beforeAll, describe, it } from "vitest";
import { kinds, oddKinds, type Opened } from "./databases.ts";

describe.each([...kinds, ...oddKinds])("Kysely over $name keeps the storage contract", ({ open }) => {
  let opened: Opened;
  beforeAll(async () => {
    opened = await open();
  });
  afterAll(() => opened?.close());
  for (const { name, run } of storageContract(() => opened.storage)) it(name, run);
});
