import { afterAll, beforeAll, describe } from "vitest";
import { codesSuite } from "../../packages/second-factor/test/codes.suite.ts";
import { ownFactorSuite } from "../../packages/second-factor/test/own-factor.suite.ts";
import { waysInSuite } from "../../packages/second-factor/test/ways-in.suite.ts";
import { storageKinds, type OpenStorage } from "../support/storages.ts";

describe.each(storageKinds.filter(({ name }) => name !== "memory"))("the second factor on $name", ({ open }) => {
  let opened: OpenStorage;
  beforeAll(async () => {
    opened = await open();
    await opened.storage.migrate();
  });
  afterAll(() => opened.close());

  waysInSuite(async () => opened.storage);
  codesSuite(async () => opened.storage);
  ownFactorSuite(async () => opened.storage);
});
