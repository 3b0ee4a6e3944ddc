import { sqliteStorage } from "@latchkey/adapter-sqlite";
import { createAuth } from "@latchkey/core";
import { createAuthenticator, createHandler } from "@latchkey/http";
import type { H3Event } from "h3";

const { AUTH_SECRET, DATABASE_FILE = "auth.db", TRUSTED_ORIGINS } = process.env;

export const auth = createAuth({ storage: sqliteStorage(DATABASE_FILE), secret: AUTH_SECRET });

const options = { trustedOrigins: TRUSTED_ORIGINS?.split(",") };
export const accounts = createHandler(auth, options);
const authenticate = createAuthenticator(auth, options);

export async function requireUser(event: H3Event) {
  const { headers, method } = event;
  const session = await authenticate({ headers, method, url: getRequestURL(event).href });
  if (!session) throw createError({ statusCode: 401, statusMessage: "Sign in first" });
  return session.user;
}
