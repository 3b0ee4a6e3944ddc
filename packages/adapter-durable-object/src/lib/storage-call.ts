import type { Storage } from "@latchkey/core";
import { answerRecorded, remoteAudit } from "./remote-audit.ts";
import { storeMethods, type StorageCall, type StoreName } from "./storage-methods.ts";

type Method = (...args: readonly unknown[]) => Promise<unknown>;

/**
 * Does what a Worker asks of the storage in its object.
 *
 * @throws TypeError for a name that is no method of a storage
 */
export async function answerCall(storage: Storage, call: StorageCall): Promise<unknown> {
  const [name, ...args] = call;
  if (name === "recorded") return answerRecorded(storage, call);
  return methodOf(storage, name)(...args);
}

/** By own properties alone, so that no name reaches what every object inherits. */
function methodOf(storage: Storage, name: string): Method {
  if (name === "sweep" || name === "migrate") return storage[name] as Method;
  if (name === "audit.head" || name === "audit.list" || name === "audit.read") {
    return storage.audit[name.slice("audit.".length) as "head"] as Method;
  }
  const [store = "", method = "", ...more] = name.split(".");
  const isThere = Object.hasOwn(storeMethods, store) && Object.hasOwn(storeMethods[store as StoreName], method);
  if (isThere && more.length === 0) {
    return (storage[store as StoreName] as unknown as Record<string, Method>)[method]!;
  }
  throw new TypeError("A storage has no such method");
}

/** A storage whose methods are all asked elsewhere. */
export function callingStorage(timeoutMs: number, ask: (call: StorageCall) => Promise<unknown>): Storage {
  const stores = Object.entries(storeMethods).map(([store, methods]) => [
    store,
    Object.fromEntries(
      Object.keys(methods).map((method) => [method, (...args: unknown[]) => ask([`${store}.${method}`, ...args])]),
    ),
  ]);
  return {
    ...(Object.fromEntries(stores) as Pick<Storage, StoreName>),
    timeoutMs,
    audit: remoteAudit(ask),
    migrate: () => ask(["migrate"]) as Promise<void>,
    sweep: (before, limit) => ask(["sweep", before, limit]) as Promise<number>,
    close: async () => {},
  };
}
