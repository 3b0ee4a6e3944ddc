import type { Storage } from "@latchkey/core";
import { durableObjectStorage } from "./durable-object-storage.ts";
import type { ObjectState } from "./object-state.ts";
import { answerCall } from "./storage-call.ts";
import type { StorageCall } from "./storage-methods.ts";

const SWEPT_AT_ONCE = 1000;
const SECOND = 1000;
const DAY = 24 * 60 * 60 * SECOND;

/** What `accountsObject` adds to a class of Durable Objects. */
export interface AccountsObject {
  /** Does what a Worker asks of the storage: `remoteStorage` calls it. */
  callStorage(call: StorageCall): Promise<any>;
  /** Deletes what has expired. The platform calls it once a day. */
  alarm(): Promise<void>;
}

/** The options of `accountsObject`. */
export interface AccountsObjectOptions {
  /** The storage in the object. Default: `durableObjectStorage(ctx)`. `env` has the bindings of the Worker. */
  readonly storage?: ((ctx: ObjectState, env: any) => Storage) | undefined;
}

type ObjectClass = abstract new (...args: any[]) => object;

type WithAccounts<Base extends ObjectClass> = abstract new (
  ...args: ConstructorParameters<Base>
) => InstanceType<Base> & AccountsObject;

/**
 * A class of Durable Objects that hold accounts, for `remoteStorage`. Each object has its own SQLite database: it makes
 * and changes its tables before it lets anybody in, and deletes once a day what has expired.
 *
 * @param Base `DurableObject` of `cloudflare:workers`, or a class that extends it. Of its own it may have anything but
 * an alarm
 *
 * @example
 * import { DurableObject } from "cloudflare:workers";
 *
 * class Accounts extends accountsObject(DurableObject, {
 *   storage: (ctx) => durableObjectStorage(ctx, { prefix: "accounts_" }),
 * }) {}
 */
export function accountsObject<Base extends ObjectClass>(
  Base: Base,
  { storage: open = durableObjectStorage }: AccountsObjectOptions = {},
): WithAccounts<Base> {
  abstract class Accounts extends (Base as abstract new (...args: any[]) => object) implements AccountsObject {
    readonly #state: ObjectState;
    readonly #storage: Storage;

    constructor(ctx: ObjectState, env: unknown) {
      super(ctx, env);
      this.#state = ctx;
      this.#storage = open(ctx, env);
      void ctx.blockConcurrencyWhile(async () => {
        await this.#storage.migrate();
        if ((await ctx.storage.getAlarm()) === null) await this.#sweepIn(DAY);
      });
    }

    callStorage(call: StorageCall): Promise<unknown> {
      return answerCall(this.#storage, call);
    }

    /** One batch a second, so that requests have their turn. */
    async alarm(): Promise<void> {
      const swept = await this.#storage.sweep(new Date(), SWEPT_AT_ONCE);
      await this.#sweepIn(swept >= SWEPT_AT_ONCE ? SECOND : DAY);
    }

    #sweepIn(milliseconds: number): Promise<void> {
      return this.#state.storage.setAlarm(Date.now() + milliseconds);
    }
  }
  return Accounts as unknown as WithAccounts<Base>;
}
