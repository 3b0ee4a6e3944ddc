import type { OpenOptions } from "@latchkey/core";
import type { CarriedToken } from "../credentials/carriers.ts";

/**
 * For a route that opens a session: ends the sessions that the request came with. Every token counts, also those of
 * cookies that authenticate nobody: if such a session stayed alive, the next request would have two live cookies, and
 * neither would count. `context.opening` has this, and the trusted device of a second factor.
 *
 * @param allTokens `allTokens` of the route's context.
 * @returns The last argument of `auth.signIn` and of everything else that opens a session.
 * @example
 * import { replacedSessions, type Route } from "@latchkey/http";
 * import { object, string } from "valibot";
 *
 * const enter: Route = {
 *   method: "POST",
 *   path: "/enter",
 *   opensSession: true,
 *   async handle({ auth, allTokens, client, read, replyWithSession }) {
 *     const input = await read(object({ email: string(), password: string() }));
 *     const signedIn = await auth.signIn(input, client, replacedSessions(allTokens));
 *     return replyWithSession(signedIn, { welcome: signedIn.user.email });
 *   },
 * };
 */
export function replacedSessions(allTokens: readonly CarriedToken[]): OpenOptions {
  return { replaces: allTokens.map(({ token }) => token) };
}
