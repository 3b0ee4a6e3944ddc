import { storageContract } from "@latchkey/core/testing";
import { afterAll, beforeAll, describe, it } from "vitest";
import { storageKinds, switchedKinds, type OpenStorage } from "../support/storages.ts";

describe.each([...storageKinds, ...switchedKinds])("$name keeps the storage contract", ({ open }) => {
  let opened: OpenStorage;
  beforeAll(async () => {
    opened = await open();
  });
  afterAll(() => opened?.close());
  for (const { name, run } of storageContract(() => opened.storage)) it(name, run);
});
