import type { Storage } from "@latchkey/core";

/** A storage whose every method fails while it is away. */
export function storageAway(storage: Storage, isAway: () => boolean): Storage {
  const failing = <Store extends object>(store: Store): Store =>
    new Proxy(store, {
      get(target, name, receiver) {
        const value: unknown = Reflect.get(target, name, receiver);
        if (typeof value === "object" && value !== null) return failing(value);
        if (typeof value !== "function") return value;
        return (...given: unknown[]): unknown =>
          isAway() ? Promise.reject(new Error("away")) : (value as (...all: unknown[]) => unknown).apply(target, given);
      },
    });
  return failing(storage);
}
