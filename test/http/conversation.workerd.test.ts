import { d1Storage } from "@latchkey/adapter-d1";
import { remoteStorage } from "@latchkey/adapter-durable-object";
import { pbkdf2 } from "@latchkey/core";
import { env } from "cloudflare:workers";
import { describe, it } from "vitest";
import { conversation } from "../conversation/index.ts";
import { inProcess, type Mount } from "../support/server.ts";

const usual: Mount = {
  name: "below /api/accounts, for development, without Secure",
  basePath: "/api/accounts",
  secureCookie: false,
};
// Real hashes are dear, so with them only the four routes are talked about.
const dear: Mount = { name: "with the real hasher", secureCookie: true, auth: { passwords: pbkdf2() } };

describe.each([
  { name: "D1", storage: d1Storage(env.DB, { prefix: "conversation_" }) },
  { name: "a Durable Object", storage: remoteStorage(env.ACCOUNTS, { name: "conversation" }) },
])("over $name", ({ storage }) => {
  describe.each([usual, dear])("HT10 the conversation inside workerd, $name", (mount) => {
    const { mails, ...options } = inProcess(() => storage, mount);
    for (const { name, run } of conversation(mount === dear ? options : { ...options, ...(mails && { mails }) }))
      it(name, run);
  });
});
