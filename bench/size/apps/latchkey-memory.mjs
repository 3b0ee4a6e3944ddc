// @ts-nocheck: what it imports is installed in bench/contestants
import { createAuth } from "@latchkey/core";
import { memoryStorage } from "@latchkey/core/memory";
import { createHandler } from "@latchkey/http";

const auth = createAuth({ storage: memoryStorage(), secret: process.env.AUTH_SECRET });
const handler = createHandler(auth);

export default { fetch: handler };
