import { sqliteStorage } from "@latchkey/adapter-sqlite";
import { createAuth } from "@latchkey/core";
import { createAuthenticator, createHandler } from "@latchkey/http";

const { AUTH_SECRET, DATABASE_FILE = "auth.db", TRUSTED_ORIGINS } = process.env;

export const auth = createAuth({ storage: sqliteStorage(DATABASE_FILE), secret: AUTH_SECRET });

// Pages of other origins that may use the session: "https://app.example.com,https://admin.example.com".
const options = { trustedOrigins: TRUSTED_ORIGINS?.split(",") };

export const accounts = createHandler(auth, options);
export const authenticate = createAuthenticator(auth, options);
