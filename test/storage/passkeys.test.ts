import { afterAll, beforeAll, describe } from "vitest";
import { passkeysSuite } from "../../packages/passkeys/test/passkeys.suite.ts";
import { storageKinds, type OpenStorage } from "../support/storages.ts";

describe.each(storageKinds.filter(({ name }) => name !== "memory"))("passkeys on $name", ({ open }) => {
  let opened: OpenStorage;
  beforeAll(async () => {
    opened = await open();
    await opened.storage.migrate();
  });
  afterAll(() => opened.close());

  passkeysSuite(async () => opened.storage);
});
