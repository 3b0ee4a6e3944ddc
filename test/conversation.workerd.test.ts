import { d1Storage } from "@latchkey/adapter-d1";
import { pbkdf2 } from "@latchkey/core";
import { env } from "cloudflare:workers";
import { describe, it } from "vitest";
import { conversation } from "./conversation/index.ts";
import { inProcess, type Mount } from "./support/server.ts";

const storage = d1Storage(env.DB, { prefix: "conversation_" });
const mounts: readonly Mount[] = [
  { name: "with the real hasher", secureCookie: true, auth: { passwords: pbkdf2() } },
  { name: "below /api/accounts, for development, without Secure", basePath: "/api/accounts", secureCookie: false },
];

describe.each(mounts)("HT10 the conversation over D1 inside workerd, $name", (mount) => {
  for (const { name, run } of conversation(inProcess(() => storage, mount))) it(name, run);
});
