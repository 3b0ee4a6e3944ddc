import type { AuthenticatedRequest } from "@latchkey/http";
import { toNodeHandler } from "@latchkey/http/node";
import fastify, { type FastifyRequest, type onRequestAsyncHookHandler } from "fastify";
import { accounts, authenticate } from "./auth.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** Who is signed in, in routes with `requireSession`. */
    session: AuthenticatedRequest;
  }
}

const app = fastify();

// In a hook, so that the handler gets the body before Fastify reads it.
app.all("/auth/*", { onRequest: toNodeHandler(accounts) }, () => {});

app.decorateRequest("session");

/** Lets signed-in users pass, before a body is read. */
const requireSession: onRequestAsyncHookHandler = async (request, reply) => {
  const session = await authenticate(headOf(request));
  if (!session) return reply.code(401).send({ error: "Sign in first" });
  request.session = session;
};

/** What decides whether a cookie counts: headers, method and URL. */
function headOf({ headers, method, protocol, host, originalUrl }: FastifyRequest) {
  const url = `${protocol}://${host}${originalUrl}`;
  return { headers: new Headers(headers as Record<string, string>), method, url };
}

app.get("/hello", { onRequest: requireSession }, async ({ session }) => ({ hello: session.user.email }));

app.post<{ Body: { greeting: string } }>("/hello", { onRequest: requireSession }, async ({ session, body }) => ({
  hello: `${body.greeting}, ${session.user.email}`,
}));

await app.listen({ port: Number(process.env.PORT ?? 3000) });
process.once("SIGTERM", () => app.close());
