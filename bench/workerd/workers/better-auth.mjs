// @ts-nocheck: what it imports is installed in bench/contestants
import { betterAuth } from "better-auth";
import { getMigrations } from "better-auth/db/migration";
import { answered, cookieOf, credentials, get, origin, post, repeating } from "./repeat.mjs";

export default repeating(async ({ DB, AUTH_SECRET }) => {
  const auth = betterAuth({
    baseURL: origin,
    secret: AUTH_SECRET,
    database: DB,
    emailAndPassword: {
      enabled: true,
      // Takes the hash out of what is measured.
      password: { hash: async (password) => password, verify: async ({ password, hash }) => password === hash },
    },
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    logger: { disabled: true },
  });
  await (await getMigrations(auth.options)).runMigrations();
  const cookie = cookieOf(await auth.handler(post("/api/auth/sign-up/email", { ...credentials, name: "Ada" })));
  return {
    me: answered(auth.handler, () => get("/api/auth/get-session", cookie)),
    signIn: answered(auth.handler, () => post("/api/auth/sign-in/email", credentials)),
  };
});
