import type { HashQueue } from "./hash-queue.ts";
import type { PasswordHasher } from "./password-hasher.ts";
import { phcId } from "./phc.ts";

/** The hashers of one pool behind one queue: the first writes, all verify. */
export interface Passwords {
  /** @throws AuthError `overloaded` */
  requireRoom(): void;
  /** @throws AuthError `overloaded` */
  hash(password: string): Promise<string>;
  /**
   * Costs a hash whatever is stored, also when nothing is (`null`): an unknown account must not answer sooner.
   *
   * @throws AuthError `overloaded`
   */
  check(password: string, stored: string | null): Promise<PasswordCheck>;
}

export interface PasswordCheck {
  readonly matches: boolean;
  /** A stronger hash of the same password, when the stored one is behind the policy. */
  readonly stronger: string | null;
}

export function createPasswords(hashers: readonly PasswordHasher[], queue: HashQueue): Passwords {
  const preferred = hashers[0]!;
  const byId = new Map(hashers.map((hasher) => [hasher.id, hasher]));

  async function check(password: string, stored: string | null): Promise<PasswordCheck> {
    const hasher = stored === null ? undefined : byId.get(phcId(stored) ?? "");
    if (!hasher || stored === null) {
      await preferred.hash(password);
      return { matches: false, stronger: null };
    }
    const matches = await hasher.verify(password, stored);
    const isBehind = () => hasher !== preferred || preferred.needsRehash(stored);
    if (!matches || !isBehind()) return { matches, stronger: null };
    const stronger = await preferred.hash(password);
    // Hashing may have shown that this runtime can do no better than what is stored.
    return { matches, stronger: isBehind() ? stronger : null };
  }

  return {
    requireRoom: () => queue.requireRoom(),
    hash: (password) => queue.run(() => preferred.hash(password)),
    // Both hashes in one turn: a good sign-in is not refused for want of a second place in the line.
    check: (password, stored) => queue.run(() => check(password, stored)),
  };
}
