import type { CarriedToken } from "../credentials/carriers.ts";

/**
 * Ends something by each of the tokens, also when one of them fails: a token that was planted beside the owner's must not
 * keep the owner's session alive.
 *
 * @throws the first error, when every token had its turn
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
