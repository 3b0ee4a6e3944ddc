// @ts-nocheck: what it imports is installed in bench/contestants
import { env } from "cloudflare:workers";
import { d1Storage } from "@latchkey/adapter-d1";
import { createAuth } from "@latchkey/core";
import { createHandler } from "@latchkey/http";

// In place of D1, which no first answer needs.
const database = { prepare() {}, batch() {}, exec() {} };
const auth = createAuth({ storage: d1Storage(database), secret: env.AUTH_SECRET });

export default { fetch: createHandler(auth) };
