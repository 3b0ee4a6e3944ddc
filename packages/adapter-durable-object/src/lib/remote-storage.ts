import type { Storage } from "@latchkey/core";
import { checkTimeout, isUnset, missingDatabase, sqlite, sqlStorage, withDeadline } from "@latchkey/sql";
import { callingStorage } from "./storage-call.ts";
import type { StorageCall } from "./storage-methods.ts";

const DEFAULT_NAME = "accounts";

/** The binding of a class of Durable Objects, like `env.ACCOUNTS`: the part of its type that is used here. */
export interface AccountsNamespace {
  /** The id of the object with this name. */
  idFromName(name: string): any;
  /** A way to the object. It is made where it is needed, and lives as long. */
  get(id: any, options?: any): object;
}

/** The options of `remoteStorage`. */
export interface RemoteStorageOptions {
  /** Which object: each name is a database of its own, for a pool or a tenant. Default `"accounts"`. */
  readonly name?: string | undefined;
  /**
   * Where a new object is made, like `"weur"` (developers.cloudflare.com/durable-objects/reference/data-location). It
   * stays there. Default: near the first request.
   */
  readonly locationHint?: string | undefined;
  /** Milliseconds for one operation, with the way there and back. After that it rejects. Default 5000. */
  readonly timeoutMs?: number | undefined;
}

/**
 * Storage in a Durable Object, for a Worker. Every method is one call of the object, which does it as one atomic step.
 * Passwords are hashed and tokens checked in the Worker, so the object has only the database's work.
 *
 * @param namespace the binding of a class that `accountsObject` made. `env.ACCOUNTS.jurisdiction("eu")` keeps the data
 * in the European Union. When it is not set (`undefined`), as in a build, every operation rejects with
 * `DATABASE_MISSING`.
 * @throws TypeError for anything else, and for an option that is not valid
 *
 * @example
 * import { DurableObject, env } from "cloudflare:workers";
 *
 * class Accounts extends accountsObject(DurableObject) {}
 *
 * const auth = createAuth({ storage: remoteStorage(env.ACCOUNTS), secret: env.AUTH_SECRET });
 */
export function remoteStorage(namespace: AccountsNamespace | undefined, options: RemoteStorageOptions = {}): Storage {
  const { name = DEFAULT_NAME, locationHint } = options;
  const timeoutMs = checkTimeout(options.timeoutMs);
  if (typeof name !== "string" || name === "") throw new TypeError("name must be a text that names the object");
  if (isUnset(namespace)) {
    const executor = missingDatabase(
      "remoteStorage got no database: pass its binding, like env.ACCOUNTS, and see that it is configured",
    );
    return sqlStorage({ timeoutMs, dialect: sqlite, executor });
  }
  if (typeof namespace?.idFromName !== "function") {
    throw new TypeError("remoteStorage takes the binding of a class of Durable Objects, like env.ACCOUNTS");
  }
  // A way to an object that was restarted stays broken, so each call takes a new one. That costs nothing.
  const open = () => namespace.get(namespace.idFromName(name), locationHint && { locationHint }) as RemoteObject;
  return callingStorage(timeoutMs, (call) => withDeadline(performance.now() + timeoutMs, callObject(open, call)));
}

interface RemoteObject {
  callStorage(call: StorageCall): Promise<unknown>;
}

async function callObject(open: () => RemoteObject, call: StorageCall): Promise<unknown> {
  return open().callStorage(call);
}
