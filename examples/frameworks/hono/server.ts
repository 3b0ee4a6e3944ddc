import { serve } from "@hono/node-server";
import type { AuthenticatedRequest } from "@latchkey/http";
import { Hono } from "hono";
import { createMiddleware } from "hono/factory";
import { accounts, authenticate } from "./auth.ts";

/** Lets signed-in users pass, and says who they are in `c.var.session`. */
const requireSession = createMiddleware<{ Variables: { session: AuthenticatedRequest } }>(async (c, next) => {
  const session = await authenticate(c.req.raw);
  if (!session) return c.json({ error: "Sign in first" }, 401);
  c.set("session", session);
  await next();
});

const app = new Hono();

app.all("/auth/*", (c) => accounts(c.req.raw));

app.get("/hello", requireSession, (c) => c.json({ hello: c.var.session.user.email }));

app.post("/hello", requireSession, async (c) => {
  const { greeting } = await c.req.json<{ greeting: string }>();
  return c.json({ hello: `${greeting}, ${c.var.session.user.email}` });
});

const server = serve({ fetch: app.fetch, port: Number(process.env.PORT ?? 3000) });
process.once("SIGTERM", () => server.close());
