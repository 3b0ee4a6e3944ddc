import { sqliteStorage } from "@latchkey/adapter-sqlite";
import { createAuth } from "@latchkey/core";
import { createAuthenticator, createHandler } from "@latchkey/http";
import { github, socialRoutes, socialSignIn } from "@latchkey/oauth";
import { pageRoutes, pages } from "@latchkey/pages";
import { getSecret } from "astro:env/server";

export const auth = createAuth({
  storage: sqliteStorage(getSecret("DATABASE_FILE") ?? "auth.db"),
  secret: getSecret("AUTH_SECRET"),
});

// Pages of other origins that may use the session: "https://app.example.com,https://admin.example.com".
const options = { trustedOrigins: getSecret("TRUSTED_ORIGINS")?.split(",") };

// GitHub's callback URL of the app: http://localhost:4321/auth/oauth/github/callback
const clientId = getSecret("GITHUB_ID");
const clientSecret = getSecret("GITHUB_SECRET");
const social = socialSignIn(auth, {
  origin: getSecret("ORIGIN") ?? "http://localhost:4321",
  providers: clientId && clientSecret ? [github({ clientId, clientSecret })] : [],
});

export const accounts = createHandler(auth, {
  ...options,
  routes: [...pageRoutes(pages(auth, { after: "/hello", social })), ...socialRoutes(social)],
});
export const authenticate = createAuthenticator(auth, options);
