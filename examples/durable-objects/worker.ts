import { accountsObject, remoteStorage } from "@latchkey/adapter-durable-object";
import { createAuth } from "@latchkey/core";
import { createHandler, type Handler } from "@latchkey/http";
import { DurableObject } from "cloudflare:workers";

interface Env {
  ACCOUNTS: DurableObjectNamespace<Accounts>;
  AUTH_SECRET: string;
  INSECURE_COOKIE?: string;
  TRUSTED_ORIGINS?: string;
}

/** Holds the accounts in its own SQLite database. */
export class Accounts extends accountsObject(DurableObject) {}

/** Made once an isolate, at its first request. */
let handler: Handler | undefined;

function open({ ACCOUNTS, AUTH_SECRET, INSECURE_COOKIE, TRUSTED_ORIGINS }: Env): Handler {
  const auth = createAuth({ storage: remoteStorage(ACCOUNTS), secret: AUTH_SECRET });
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
