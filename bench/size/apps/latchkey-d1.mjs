// @ts-nocheck: what it imports is installed in bench/contestants
import { env } from "cloudflare:workers";
import { d1Storage } from "@latchkey/adapter-d1";
import { createAuth } from "@latchkey/core";
import { createHandler } from "@latchkey/http";

const auth = createAuth({ storage: d1Storage(env.DB), secret: env.AUTH_SECRET });
const handler = createHandler(auth);

export default { fetch: handler };
