import type { CounterStore } from "@latchkey/core";
import { readInteger, unreadable } from "../values/codecs.ts";
import type { StoreContext } from "./store-context.ts";

export function counterStore({ executor, codecs, query }: StoreContext): CounterStore {
  const { moment } = codecs;
  return {
    async add(key, at, resetsAt) {
      const [row] = await executor.all(
        query.add_count({ key, at: moment.write(at), resetsAt: moment.write(resetsAt) }),
      );
      if (!row) return unreadable("a count");
      return { count: readInteger(row.count), resetsAt: moment.read(row.resets_at) };
    },
    async extend(key, resetsAt) {
      await executor.all(query.extend_count({ key, resetsAt: moment.write(resetsAt) }));
    },
    async reset(key) {
      await executor.all(query.reset_count({ key }));
    },
  };
}
