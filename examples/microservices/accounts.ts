import { serve } from "@hono/node-server";
import { sqliteStorage } from "@latchkey/adapter-sqlite";
import { createAuth } from "@latchkey/core";
import { createHandler } from "@latchkey/http";
import { serviceTokenRoutes, serviceTokens } from "@latchkey/service-tokens";

const { AUTH_SECRET, DATABASE_FILE = "auth.db", PORT = "3000", SERVICE_KEY } = process.env;

const auth = createAuth({ storage: sqliteStorage(DATABASE_FILE), secret: AUTH_SECRET });
const services = serviceTokens(auth, {
  issuer: "https://accounts.example.com",
  keys: [SERVICE_KEY],
  audiences: ["https://orders.example.com"],
});
const handler = createHandler(auth, { routes: serviceTokenRoutes(services) });

serve({ fetch: handler, port: Number(PORT) }, ({ port }) => {
  console.log(`Accounts at http://localhost:${port}/auth`);
});
