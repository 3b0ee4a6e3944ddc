// @ts-nocheck: what it imports is installed in bench/contestants
import { postgresStorage } from "@latchkey/adapter-postgres";
import { createAuth } from "@latchkey/core";
import { createHandler } from "@latchkey/http";

const auth = createAuth({ storage: postgresStorage(process.env.DATABASE_URL), secret: process.env.AUTH_SECRET });
const handler = createHandler(auth);

export default { fetch: handler };
