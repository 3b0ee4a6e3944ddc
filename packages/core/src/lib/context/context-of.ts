import type { Context } from "./context.ts";

const contexts = new WeakMap<object, Context>();

export function bindContext<Bound extends object>(auth: Bound, context: Context): Bound {
  contexts.set(auth, context);
  return auth;
}

/** What a companion works with. @throws TypeError for anything that `createAuth` did not make */
export function contextOf(auth: object): Context {
  const context = contexts.get(auth);
  if (!context) throw new TypeError("this takes the auth that createAuth made");
  return context;
}
