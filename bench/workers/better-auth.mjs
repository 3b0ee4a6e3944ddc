// @ts-nocheck: what it imports is installed in bench/contestants
import { env } from "cloudflare:workers";
import { betterAuth } from "better-auth";

const auth = betterAuth({
  baseURL: "http://localhost",
  secret: env.AUTH_SECRET,
  // In place of D1, which no first answer needs.
  database: { prepare() {}, batch() {}, exec() {} },
  emailAndPassword: { enabled: true },
  // It would read all tables before the first answer, and this is about starting alone.
  advanced: { database: { validateSchema: false } },
});

export default { fetch: auth.handler };
