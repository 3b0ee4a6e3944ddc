import type { AuthenticatedRequest } from "@latchkey/http";
import { H3, HTTPError, readBody, serve, type Middleware } from "h3";
import { accounts, authenticate } from "./auth.ts";

declare module "h3" {
  interface H3EventContext {
    /** Who is signed in, in routes with `requireSession`. */
    session: AuthenticatedRequest;
  }
}

/** Lets signed-in users pass. */
const requireSession: Middleware = async (event) => {
  const session = await authenticate(event.req);
  if (!session) throw new HTTPError("Sign in first", { status: 401 });
  event.context.session = session;
};

const app = new H3();

app.all("/auth/**", (event) => accounts(event.req));

app.get("/hello", ({ context }) => ({ hello: context.session.user.email }), { middleware: [requireSession] });

app.post(
  "/hello",
  async (event) => {
    const body = await readBody<{ greeting: string }>(event);
    return { hello: `${body?.greeting}, ${event.context.session.user.email}` };
  },
  { middleware: [requireSession] },
);

serve(app, { port: Number(process.env.PORT ?? 3000) });
