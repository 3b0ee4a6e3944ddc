import { serve } from "@hono/node-server";
import { postgresStorage } from "@latchkey/adapter-postgres";
import { createAuth } from "@latchkey/core";
import { createAuthenticator, createHandler } from "@latchkey/http";
import { Hono } from "hono";

const { AUTH_SECRET, DATABASE_URL, INSECURE_COOKIE, PORT = "3000", TRUSTED_ORIGINS } = process.env;

const auth = createAuth({
  storage: postgresStorage(DATABASE_URL ?? "postgres://localhost/app"),
  secret: AUTH_SECRET,
});

const options = {
  // For development over plain http, in a browser that takes no Secure cookie from localhost.
  cookie: { secure: INSECURE_COOKIE !== "1" },
  // Pages of other origins that may use the session: "https://app.example.com,https://admin.example.com".
  trustedOrigins: TRUSTED_ORIGINS?.split(",") ?? [],
};
const handler = createHandler(auth, options);
const authenticate = createAuthenticator(auth, options);

const app = new Hono();

app.all("/auth/*", (c) => handler(c.req.raw));

app.get("/hello", async (c) => {
  const found = await authenticate(c.req.raw);
  if (!found) return c.json({ error: "Not signed in" }, 401);
  return c.json({ hello: found.user.email });
});

serve({ fetch: app.fetch, port: Number(PORT) }, ({ port }) => {
  console.log(`Accounts at http://localhost:${port}/auth, and a greeting at /hello`);
});
