import type { CounterStore } from "../storage.ts";
import type { Tables } from "./tables.ts";

export function memoryCounters({ counters }: Tables): CounterStore {
  return {
    async add(key, at, resetsAt) {
      const found = counters.get(key);
      const next =
        found && found.resetsAt > at ? { count: found.count + 1, resetsAt: found.resetsAt } : { count: 1, resetsAt };
      counters.set(key, structuredClone(next));
      return next;
    },
    async extend(key, resetsAt) {
      const found = counters.get(key);
      if (found && found.resetsAt < resetsAt) counters.set(key, { ...found, resetsAt });
    },
    async reset(key) {
      counters.delete(key);
    },
  };
}
