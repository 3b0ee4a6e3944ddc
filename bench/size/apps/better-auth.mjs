// @ts-nocheck: what it imports is installed in bench/contestants
import { betterAuth } from "better-auth";
import Database from "better-sqlite3";

const auth = betterAuth({
  database: new Database("auth.db"),
  secret: process.env.AUTH_SECRET,
  emailAndPassword: { enabled: true },
});

export default { fetch: auth.handler };
