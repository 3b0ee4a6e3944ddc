import type { CounterStore } from "@latchkey/core";
import { prepare } from "./prepare.ts";
import type { Sql } from "./sql.ts";

export function counterStore({ db, table, codecs, executor }: Sql): CounterStore {
  const counters = table("counters");
  const add = prepare<"key" | "at" | "resetsAt">("add_count", (value) =>
    db
      .insertInto(counters)
      .values({ key: value.key, count: 1, resets_at: value.resetsAt })
      .onConflict((conflict) =>
        conflict.column("key").doUpdateSet((eb) => ({
          count: eb.case().when(`${counters}.resets_at`, "<=", value.at).then(1).else(eb(`${counters}.count`, "+", 1)).end(),
          resets_at: eb.case().when(`${counters}.resets_at`, "<=", value.at).then(eb.ref("excluded.resets_at")).else(eb.ref(`${counters}.resets_at`)).end(),
        })),
      )
      .returning(["count", "resets_at"]),
  );
  const reset = prepare<"key">("reset_count", (value) => db.deleteFrom(counters).where("key", "=", value.key));

  return {
    async add(key, at, resetsAt) {
      const { moment } = codecs;
      const [row] = await executor.all(add({ key, at: moment.write(at), resetsAt: moment.write(resetsAt) }));
      return { count: row!.count as number, resetsAt: moment.read(row!.resets_at) };
    },
    async reset(key) {
      await executor.all(reset({ key }));
    },
  };
}
