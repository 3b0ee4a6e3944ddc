import type { OpenOptions } from "@latchkey/core";
import type { CarriedToken } from "../credentials/carriers.ts";

/**
 * Ends the sessions of the request when it opens a new one. Every token counts, also those of cookies that authenticate
 * nobody: if such a session stayed alive, the next request would have two live cookies, and neither would count.
 */
export function replacedSessions(allTokens: readonly CarriedToken[]): OpenOptions {
  return { replaces: allTokens.map(({ token }) => token) };
}
