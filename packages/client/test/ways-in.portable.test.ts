import type { Client } from "@latchkey/client";
import { createAuth } from "@latchkey/core";
import { memoryStorage } from "@latchkey/core/memory";
import { fastHasher } from "@latchkey/core/testing";
import { createHandler, type Route } from "@latchkey/http";
import { expect, it } from "vitest";
import { ADA, app, browser, Keychain, statesOf } from "./support/server.ts";

const secret = "a secret of this project, 32 bytes or more";
const auth = createAuth({ storage: memoryStorage(), secret, passwords: fastHasher(), guards: [] });
const { user: guest } = await auth.signUp(ADA);

/** A way in of an application's own: whoever asks is the guest. */
const guestRoute: Route = {
  method: "POST",
  path: "/guest",
  opensSession: true,
  offers: () => ({ guest: {} }),
  handle: async ({ replyWithSession }) => replyWithSession(await auth.signIn(ADA), { user: guest }),
};
const handler = createHandler(auth, { routes: [guestRoute] });
const server = { auth, handler, mails: { last: () => Promise.reject(new Error("no mails")) }, requests: [] };

function withGuests<Metadata>(client: Client<Metadata>) {
  return {
    enter: () => client.openSession("/guest"),
    leave: () => client.endSession("/signout"),
  };
}

it.each([
  ["in a cookie", () => browser(server)],
  ["in a keychain", () => app(server, new Keychain())],
])("Y46 a package of one's own adds a way in: the session follows, and is kept %s", async (_, open) => {
  const client = open();
  const { seen } = statesOf(client);
  const guests = withGuests(client);
  expect(await guests.enter()).toMatchObject({ email: ADA.email });
  expect((await client.session.refresh()).user?.email).toBe(ADA.email);
  await guests.leave();
  expect(seen.slice(-2)).toEqual(["signed-in ada@example.com", "signed-out"]);
  expect(await client.methods()).toMatchObject({ guest: {} });
});
