import type { CarriedToken } from "../credentials/carriers.ts";

/**
 * Calls `end` for each token, even after one has failed: a cookie that another host has set must not keep the user's
 * session alive.
 *
 * @throws The first error, after all tokens.
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
