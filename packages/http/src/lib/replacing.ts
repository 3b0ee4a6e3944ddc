import type { OpenOptions } from "@latchkey/core";
import type { CarriedToken } from "./carriers.ts";

/** The session that a request came with ends when it opens another: nobody is left with two. */
export function replacing(tokens: readonly CarriedToken[]): OpenOptions {
  return { replaces: tokens.map(({ token }) => token) };
}
