import type { Auth } from "@latchkey/core";
import type { Offers, Route } from "../request/route.ts";

/** Where every handler says what it offers. */
export const METHODS = { method: "GET", path: "/methods" } as const;

/** `GET /methods`: what these routes offer to users, so that forms show what the server has. */
export function methodsRoute(auth: Auth, routes: readonly Route[]): Route {
  const methods = Object.assign({}, ...routes.map(({ offers }) => offers?.(auth))) as Offers;
  return { ...METHODS, handle: async () => ({ body: { methods } }) };
}
