import type { OpenOptions } from "@latchkey/core";
import type { CarriedToken } from "../credentials/carriers.ts";

/**
 * The sessions that a request came with end when it opens another. Every token counts, also of cookies that are nobody's:
 * one that was planted would otherwise stand beside the new one, and make that one nobody's too.
 */
export function replacedSessions(everyToken: readonly CarriedToken[]): OpenOptions {
  return { replaces: everyToken.map(({ token }) => token) };
}
