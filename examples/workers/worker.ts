import { d1Storage } from "@latchkey/adapter-d1";
import { createAuth } from "@latchkey/core";
import { createHandler, type Handler } from "@latchkey/http";

interface Env {
  DB: D1Database;
  AUTH_SECRET: string;
  INSECURE_COOKIE?: string;
  TRUSTED_ORIGINS?: string;
}

/** Made once an isolate, at its first request. */
let handler: Handler | undefined;

function open({ DB, AUTH_SECRET, INSECURE_COOKIE, TRUSTED_ORIGINS }: Env): Handler {
  const auth = createAuth({
    // `wrangler d1 migrations apply` makes the tables.
    storage: d1Storage(DB, { migrations: "manual" }),
    secret: AUTH_SECRET,
  });
  return createHandler(auth, {
    // For development over plain http, in a browser that takes no Secure cookie from localhost.
    cookie: { secure: INSECURE_COOKIE !== "1" },
    // Pages of other origins that may use the session: "https://app.example.com,https://admin.example.com".
    trustedOrigins: TRUSTED_ORIGINS?.split(",") ?? [],
  });
}

export default {
  fetch: (request, env) => (handler ??= open(env))(request),
} satisfies ExportedHandler<Env>;
