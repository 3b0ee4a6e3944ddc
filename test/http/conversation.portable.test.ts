import { pbkdf2, type Storage } from "@latchkey/core";
import { memoryStorage } from "@latchkey/core/memory";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { conversation } from "../conversation/index.ts";
import { inProcess, openHandler, type Mount } from "../support/server.ts";
import { storageKinds, type OpenStorage } from "../support/storages.ts";

const usual: Mount = { name: "as it comes", secureCookie: true };

/** The cases have no account in common, so real hashes can be waited for together. */
function converse(mount: Mount, storage: () => Storage): void {
  describe.concurrent(mount.name, () => {
    for (const { name, run } of conversation(inProcess(storage, mount))) it(name, run);
  });
}

/** Real hashes are dear, so with them only the four routes are talked about. */
function converseBriefly(mount: Mount, storage: () => Storage): void {
  const { mails: _, ...options } = inProcess(storage, mount);
  describe.concurrent(mount.name, () => {
    for (const { name, run } of conversation(options)) it(name, run);
  });
}

describe.each(storageKinds)("HT10 the conversation over $name", ({ open }) => {
  let opened: OpenStorage;
  beforeAll(async () => {
    opened = await open();
  });
  afterAll(() => opened?.close());
  converse(usual, () => opened.storage);
});

describe("HT10 P04 the conversation over memory, mounted otherwise", () => {
  const storage = memoryStorage();
  converseBriefly(
    {
      name: "below /api/accounts, with the real hasher",
      basePath: "/api/accounts",
      secureCookie: true,
      auth: { passwords: pbkdf2() },
    },
    () => storage,
  );
  converse({ name: "for development, without Secure", secureCookie: false }, () => storage);
});

describe("P05 the same handler answers server-side at any host", () => {
  const body = JSON.stringify({ email: "alice@example.com", password: "correct horse battery staple" });
  const signUp = { method: "POST", headers: { "content-type": "application/json" }, body };

  it.each([
    ["/", "http://localhost"],
    ["/auth", "http://auth/auth"],
    ["/auth", "http://users.internal:8080/auth"],
    ["/auth", "https://[::1]/auth"],
  ])("mounted at %s and asked at %s", async (basePath, url) => {
    const handler = openHandler(memoryStorage(), {}, { basePath });
    const cookie = (await handler(new Request(`${url}/signup`, signUp))).headers.get("set-cookie")?.split(";")[0] ?? "";
    const me = await handler(new Request(`${url}/me`, { headers: { cookie } }));
    expect(await me.json()).toMatchObject({ user: { email: "alice@example.com" } });
  });
});
