import { Elysia, t } from "elysia";
import { accounts, authenticate } from "./auth.ts";

/** `signedIn: true` lets only signed-in users pass, and gives the route their `session`. */
const sessions = new Elysia({ name: "sessions" }).macro({
  signedIn: {
    async resolve({ request, status }) {
      const session = await authenticate(request);
      return session ? { session } : status(401, { error: "Sign in first" });
    },
  },
});

new Elysia()
  .all("/auth/*", ({ request }) => accounts(request), { parse: "none" })
  .use(sessions)
  .get("/hello", ({ session }) => ({ hello: session.user.email }), { signedIn: true })
  .post("/hello", ({ session, body }) => ({ hello: `${body.greeting}, ${session.user.email}` }), {
    signedIn: true,
    body: t.Object({ greeting: t.String() }),
  })
  .listen(process.env.PORT ?? 3000);
