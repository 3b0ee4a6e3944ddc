import { afterAll, beforeAll, describe } from "vitest";
import { stepUpSuite } from "../../packages/core/test/account/step-up.suite.ts";
import { identitiesSuite } from "../../packages/core/test/identities/identities.suite.ts";
import { mailSignInSuite } from "../../packages/core/test/mail-sign-in/mail-sign-in.suite.ts";
import { storageKinds, type OpenStorage } from "../support/storages.ts";

describe.each(storageKinds.filter(({ name }) => name !== "memory"))("accounts at providers on $name", ({ open }) => {
  let opened: OpenStorage;
  beforeAll(async () => {
    opened = await open();
    await opened.storage.migrate();
  });
  afterAll(() => opened.close());

  identitiesSuite(async () => opened.storage);
  stepUpSuite(async () => opened.storage);
  mailSignInSuite(async () => opened.storage);
});
