import { sessions } from "@latchkey/core/sessions";
import { createAuth } from "@latchkey/core";
import { fastHasher } from "@latchkey/core/testing";
import { createHandler, sessionRoutes } from "@latchkey/http";
import { afterAll, beforeAll, describe, it } from "vitest";
import { sessionUseSuite } from "../../packages/core/test/sessions/session-use.suite.ts";
import { sessionRefreshSuite } from "../../packages/core/test/account/session-refresh.suite.ts";
import { sessionsSuite } from "../../packages/core/test/account/sessions.suite.ts";
import { createClient } from "../conversation/client.ts";
import { sessionRouteCases } from "../conversation/session-routes.cases.ts";
import { ORIGIN, SECRET } from "../support/server.ts";
import { storageKinds, type OpenStorage } from "../support/storages.ts";

describe.each(storageKinds.filter(({ name }) => name !== "memory"))("sessions on $name", ({ open }) => {
  let opened: OpenStorage;
  beforeAll(async () => {
    opened = await open();
    await opened.storage.migrate();
  });
  afterAll(() => opened.close());

  sessionRefreshSuite(async () => opened.storage);
  sessionsSuite(async () => opened.storage);
  sessionUseSuite(async () => opened.storage);

  describe("over http", () => {
    const fetch = (request: Request) => {
      const auth = createAuth({ storage: opened.storage, secret: SECRET, passwords: fastHasher() });
      return createHandler(auth, { routes: sessionRoutes(sessions(auth)) })(request);
    };
    const client = createClient({ fetch, origin: ORIGIN, secureCookie: true });
    it.each(Object.entries(sessionRouteCases))("%s", (_, prove) => prove(client));
  });
});
