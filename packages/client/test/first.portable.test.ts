import { createClient } from "@latchkey/client";
import { createAuth } from "@latchkey/core";
import { memoryStorage } from "@latchkey/core/memory";
import { fastHasher } from "@latchkey/core/testing";
import { createHandler } from "@latchkey/http";
import { expect, it } from "vitest";

it("P17 a client signs up, out and in by bearer token", async () => {
  const handler = createHandler(
    createAuth({
      storage: memoryStorage(),
      secret: crypto.getRandomValues(new Uint8Array(32)),
      passwords: fastHasher(),
    }),
  );
  let kept: string | null = null;
  const client = createClient({
    baseUrl: "https://auth.test/auth/",
    fetch: (url, init) => handler(new Request(url, init)),
    tokenStore: { get: () => kept, set: (token) => void (kept = token) },
  });
  const states: string[] = [];
  client.session.subscribe(({ status }) => states.push(status));
  expect((await client.session.refresh()).status).toBe("signed-out");
  const ada = { email: "ada@example.com", password: "correct horse battery" };
  const user = await client.signUp(ada);
  expect(user.email).toBe(ada.email);
  expect(kept).toMatch(/^ey/);
  await client.signOut();
  expect(kept).toBe(null);
  await expect(client.signIn({ ...ada, password: "wrong horse battery" })).rejects.toMatchObject({
    code: "invalid_credentials",
    status: 401,
  });
  await client.signIn(ada);
  expect(await client.session.refresh()).toMatchObject({ status: "signed-in", user, error: null });
  expect(states).toEqual(["loading", "signed-out", "signed-in", "signed-out", "signed-in"]);
});
