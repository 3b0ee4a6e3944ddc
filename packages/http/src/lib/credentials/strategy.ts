import type { User } from "@latchkey/core";

/** Who sent a request, as a strategy found it. */
export interface Identity {
  /** The name of the strategy: `"api-key"`. `"session"` is taken. */
  readonly via: string;
  /** The user that the request acts for. */
  readonly user: User;
}

/**
 * Another way to authenticate a request, such as an API key. Strategies are asked in their order when no session token
 * is valid. `null` asks the next one.
 *
 * A strategy must check that the user is not disabled. If browsers send its credential on their own, as with a cookie,
 * it must check the origin of the request, too.
 *
 * @example
 * import type { Strategy } from "@latchkey/http";
 *
 * const internal: Strategy = async ({ headers }) => {
 *   if (headers.get("x-internal-token") !== secret) return null;
 *   const user = await users(auth).find({ email: "service@example.com" });
 *   return user && !user.disabled ? { via: "internal", user } : null;
 * };
 */
export type Strategy<Found extends Identity = Identity> = (request: Request) => Promise<Found | null>;

/** The identities that a list of strategies can find. */
export type FoundBy<Strategies extends readonly Strategy[]> = NonNullable<Awaited<ReturnType<Strategies[number]>>>;

/** What the first strategy that knows the request has found. @throws Whatever a strategy throws. */
export async function identifyBy<Strategies extends readonly Strategy[]>(
  strategies: Strategies,
  request: Request,
): Promise<FoundBy<Strategies> | null> {
  for (const strategy of strategies) {
    const found = await strategy(request);
    if (found) return found as FoundBy<Strategies>;
  }
  return null;
}

/** Checks the `strategies` option. @throws TypeError It is not a list of functions. */
export function readStrategies(strategies: readonly Strategy[] = []): readonly Strategy[] {
  if (Array.isArray(strategies) && strategies.every((strategy) => typeof strategy === "function"))
    return [...strategies];
  throw new TypeError("strategies takes functions from a request to { via, user } or null, like apiKeyStrategy(keys)");
}
