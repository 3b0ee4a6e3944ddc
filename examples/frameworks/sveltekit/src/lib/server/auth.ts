import { AUTH_SECRET, DATABASE_FILE, TRUSTED_ORIGINS } from "$app/env/private";
import { sqliteStorage } from "@latchkey/adapter-sqlite";
import { createAuth } from "@latchkey/core";
import { createAuthenticator, createHandler, sessionCookie } from "@latchkey/http";

export const auth = createAuth({ storage: sqliteStorage(DATABASE_FILE), secret: AUTH_SECRET });

// Pages of other origins that may use the session: "https://app.example.com,https://admin.example.com".
const options = { trustedOrigins: TRUSTED_ORIGINS };

export const accounts = createHandler(auth, options);
export const authenticate = createAuthenticator(auth, options);
export const cookie = sessionCookie();
