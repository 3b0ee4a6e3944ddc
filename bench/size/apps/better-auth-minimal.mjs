// @ts-nocheck: what it imports is installed in bench/contestants
// Its smaller entry leaves kysely out, so an ORM has to be brought; the memory adapter stands in for one that weighs nothing.
import { memoryAdapter } from "better-auth/adapters/memory";
import { betterAuth } from "better-auth/minimal";

const auth = betterAuth({
  database: memoryAdapter({ user: [], session: [], account: [], verification: [] }),
  secret: process.env.AUTH_SECRET,
  emailAndPassword: { enabled: true },
});

export default { fetch: auth.handler };
