import type { Context } from "./context.ts";

const contexts = new WeakMap<object, Context>();

/** Remembers the context of an auth, so that companions find it and applications do not see it. */
export function bindContext<Bound extends object>(auth: Bound, context: Context): Bound {
  contexts.set(auth, context);
  return auth;
}

/**
 * The context of an auth, for a companion.
 *
 * @throws TypeError for anything that `createAuth` did not return
 */
export function contextOf(auth: object): Context {
  const context = contexts.get(auth);
  if (!context) throw new TypeError("expected the auth that createAuth returned");
  return context;
}
