import type { QueueKey } from "./fair-queue.ts";
import type { HashQueue } from "./hash-queue.ts";
import type { PasswordHasher } from "./password-hasher.ts";
import { phcId } from "./phc.ts";

/** The hashers of one pool behind one queue: the first writes, all verify. */
export interface Passwords {
  /**
   * The only way to a hasher. What an attempt asks of storage belongs into `work`: without a place, nothing is asked,
   * counted or hashed. Call no hook of the application there: it might wait for a place, too.
   *
   * @throws AuthError `overloaded` before `work` has begun, and whatever `work` throws
   */
  enqueue<T>(turn: QueueKey, work: (hashing: PasswordOperations) => Promise<T>): Promise<T>;
}

/** For who has a place. */
export interface PasswordOperations {
  hash(password: string): Promise<string>;
  /** Costs a hash whatever is stored, also when nothing is (`null`): an unknown account must not answer sooner. */
  check(password: string, stored: string | null): Promise<PasswordCheck>;
}

export interface PasswordCheck {
  readonly matches: boolean;
  /** A stronger hash of the same password, when the stored one is behind the policy. */
  readonly strongerHash: string | null;
}

export function createPasswords(hashers: readonly PasswordHasher[], queue: HashQueue): Passwords {
  const preferred = hashers[0]!;
  const byId = new Map(hashers.map((hasher) => [hasher.id, hasher]));
  const limitOf = (hasher: PasswordHasher) => ((hasher.isNative?.() ?? true) ? queue.native : queue.javascript);

  const hash = (password: string) => limitOf(preferred)(() => preferred.hash(password));

  async function check(password: string, stored: string | null): Promise<PasswordCheck> {
    const hasher = stored === null ? undefined : byId.get(phcId(stored) ?? "");
    if (!hasher || stored === null) {
      await hash(password);
      return { matches: false, strongerHash: null };
    }
    const matches = await limitOf(hasher)(() => hasher.verify(password, stored));
    const isOutdated = () => hasher !== preferred || preferred.needsRehash(stored);
    if (!matches || !isOutdated()) return { matches, strongerHash: null };
    const strongerHash = await hash(password);
    // Hashing may have shown that this runtime can do no better than what is stored.
    return { matches, strongerHash: isOutdated() ? strongerHash : null };
  }

  const hashing: PasswordOperations = { hash, check };
  return { enqueue: (turn, work) => queue.enqueue(turn, () => work(hashing)) };
}
