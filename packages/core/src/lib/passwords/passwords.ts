import type { QueueKey } from "./fair-queue.ts";
import type { HashQueue } from "./hash-queue.ts";
import type { PasswordHasher } from "./password-hasher.ts";
import { phcId } from "./phc.ts";

/** Hashes and checks the passwords of one pool: the first hasher hashes, all verify. */
export interface Passwords {
  /**
   * Runs `work` with the hashers when its place in the queue comes. Make the storage calls of an attempt in `work`
   * too, so that a refused attempt has asked, counted and hashed nothing. Call no hook of the application in it: the
   * hook may sign in and wait for a place itself.
   *
   * @throws AuthError `overloaded` before `work` has begun, and whatever `work` throws
   */
  enqueue<T>(key: QueueKey, work: (operations: PasswordOperations) => Promise<T>): Promise<T>;
}

/** What work can do while it has a place in the queue. */
export interface PasswordOperations {
  hash(password: string): Promise<string>;
  /** Hashes once whatever is stored, and also for `null`: an unknown account must not be answered sooner. */
  check(password: string, stored: string | null): Promise<PasswordCheck>;
}

export interface PasswordCheck {
  readonly matches: boolean;
  /** A new hash of a correct password, when the stored one is weaker than the hasher would make it now. */
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
    // The hasher may just have found that this runtime can do no better than what is stored.
    return { matches, strongerHash: isOutdated() ? strongerHash : null };
  }

  const operations: PasswordOperations = { hash, check };
  return { enqueue: (key, work) => queue.enqueue(key, () => work(operations)) };
}
