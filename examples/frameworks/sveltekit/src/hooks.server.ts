import type { Handle } from "@sveltejs/kit/hooks";
import { authenticate } from "#lib/server/auth.ts";

export const handle: Handle = async ({ event, resolve }) => {
  const session = await authenticate(event.request);
  event.locals.user = session?.user ?? null;
  return resolve(event);
};
