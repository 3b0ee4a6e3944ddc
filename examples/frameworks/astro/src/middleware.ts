import { defineMiddleware } from "astro:middleware";
import { authenticate } from "./auth";

/** Says in `Astro.locals.user` who is signed in. */
export const onRequest = defineMiddleware(async ({ locals, request }, next) => {
  const session = await authenticate(request);
  locals.user = session?.user ?? null;
  return next();
});
