import { sqliteStorage } from "@latchkey/adapter-sqlite";
import { createAuth } from "@latchkey/core";
import { createAuthenticator, createHandler } from "@latchkey/http";
import { pageRoutes, pages } from "@latchkey/pages";
import { getSecret } from "astro:env/server";

export const auth = createAuth({
  storage: sqliteStorage(getSecret("DATABASE_FILE") ?? "auth.db"),
  secret: getSecret("AUTH_SECRET"),
});

// Pages of other origins that may use the session: "https://app.example.com,https://admin.example.com".
const options = { trustedOrigins: getSecret("TRUSTED_ORIGINS")?.split(",") };

export const accounts = createHandler(auth, { ...options, routes: pageRoutes(pages(auth, { after: "/hello" })) });
export const authenticate = createAuthenticator(auth, options);
