import type { CarriedToken } from "../credentials/carriers.ts";

/**
 * For a route that ends sessions: calls `end` for each token, even after one has failed, because a cookie that another
 * host has set must not keep the user's session alive.
 *
 * @param tokens `allTokens` of the route's context.
 * @returns What `end` returned, in the order of the tokens.
 * @throws The first error, after all tokens.
 * @example
 * import { endEach, type Route } from "@latchkey/http";
 *
 * const leave: Route = {
 *   method: "POST",
 *   path: "/leave",
 *   async handle({ auth, allTokens, client, clearedCookie }) {
 *     await endEach(allTokens, (token) => auth.signOut(token, client));
 *     return { redirectTo: "/", setCookie: clearedCookie };
 *   },
 * };
 */
export async function endEach<T>(
  tokens: readonly CarriedToken[],
  end: (token: string) => Promise<T>,
): Promise<readonly T[]> {
  const ended: T[] = [];
  const errors: unknown[] = [];
  for (const { token } of tokens) {
    try {
      ended.push(await end(token));
    } catch (error) {
      errors.push(error);
    }
  }
  if (errors.length > 0) throw errors[0];
  return ended;
}
