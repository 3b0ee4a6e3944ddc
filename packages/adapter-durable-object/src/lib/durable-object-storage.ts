import type { Storage } from "@latchkey/core";
import { sqlite, sqlStorage, type StorageOptions } from "@latchkey/sql";
import { objectExecutor } from "./executor.ts";
import type { ObjectState } from "./object-state.ts";

/** The options of `durableObjectStorage`. */
export interface DurableObjectStorageOptions extends StorageOptions {}

/**
 * Storage in the SQLite database of a Durable Object, for code that runs inside of the object. A Worker reaches it by
 * `remoteStorage`.
 *
 * @param ctx what the object's constructor gets, as `this.ctx`. The class must be among the `new_sqlite_classes` of
 * `wrangler.jsonc`
 * @throws TypeError for anything else, and for an option that is not valid
 *
 * @example
 * import { DurableObject } from "cloudflare:workers";
 *
 * class Room extends DurableObject {
 *   readonly auth = createAuth({ storage: durableObjectStorage(this.ctx), secret });
 * }
 */
export function durableObjectStorage(ctx: ObjectState, options: DurableObjectStorageOptions = {}): Storage {
  if (typeof ctx?.storage?.transactionSync !== "function") {
    throw new TypeError("durableObjectStorage takes the ctx of a Durable Object: call it inside of its class");
  }
  return sqlStorage({ ...options, dialect: sqlite, executor: objectExecutor(ctx.storage) });
}
