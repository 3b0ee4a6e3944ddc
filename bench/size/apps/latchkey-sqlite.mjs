// @ts-nocheck: what it imports is installed in bench/contestants
import { sqliteStorage } from "@latchkey/adapter-sqlite";
import { createAuth } from "@latchkey/core";
import { createHandler } from "@latchkey/http";

const auth = createAuth({ storage: sqliteStorage("auth.db"), secret: process.env.AUTH_SECRET });
const handler = createHandler(auth);

export default { fetch: handler };
