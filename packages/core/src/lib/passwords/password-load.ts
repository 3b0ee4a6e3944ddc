import { processQueue } from "./hash-queue.ts";

/** How much password work there is in this process. All user pools share it. */
export interface PasswordLoad {
  /** Attempts under way: each hashes, or asks the database before and after its hash. */
  readonly running: number;
  /** Attempts that wait for their turn. */
  readonly waiting: number;
  /** Attempts that were refused with `overloaded` since the process started. */
  readonly refused: number;
}

/**
 * How much password work there is now, for metrics and for a load balancer. On Cloudflare Workers, where nothing
 * queues, all of it is 0.
 *
 * @example
 * ```ts
 * import { passwordLoad } from "@latchkey/core/monitoring";
 *
 * const { running, waiting, refused } = passwordLoad();
 * ```
 */
export function passwordLoad(): PasswordLoad {
  return processQueue.load?.() ?? { running: 0, waiting: 0, refused: 0 };
}
