import type { User } from "@latchkey/core";

/** Who a request is, and which way that was found out. */
export interface Identity {
  /** The strategy's own name for itself. `"session"` is taken. */
  readonly via: string;
  readonly user: User;
}

/**
 * A way of saying who a request is; `null`: another may know. Asked when no session token answers, in the order given.
 * It vouches for what it says: that the user is not disabled, and, if it goes by something that browsers send by
 * themselves, that the request comes from the right origin.
 */
export type Strategy<Found extends Identity = Identity> = (request: Request) => Promise<Found | null>;

/** What a list of strategies may find. */
export type FoundBy<Strategies extends readonly Strategy[]> = NonNullable<Awaited<ReturnType<Strategies[number]>>>;

/** The first that knows. @throws what a strategy throws */
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

/** @throws TypeError for anything but a list of functions */
export function readStrategies(strategies: readonly Strategy[] = []): readonly Strategy[] {
  if (Array.isArray(strategies) && strategies.every((strategy) => typeof strategy === "function"))
    return [...strategies];
  throw new TypeError("strategies takes functions from a request to { via, user } or null, like apiKeyStrategy(keys)");
}
