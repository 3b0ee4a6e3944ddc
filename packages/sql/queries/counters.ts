import { moment } from "./columns.ts";
import type { Values, Writer } from "./query.ts";

export function counters({ db, table, dialect }: Writer) {
  const own = table("counters");
  return {
    add_count: (value: Values<"key" | "at" | "resetsAt">) =>
      db
        .insertInto(own)
        .values((eb) => ({ key: value.key, count: eb.lit(1), resets_at: value.resetsAt }))
        .onConflict((conflict) =>
          conflict.column("key").doUpdateSet((eb) => {
            const isOver = eb(`${own}.resets_at`, "<=", value.at);
            return {
              count: eb
                .case()
                .when(isOver)
                .then(eb.lit(1))
                .else(eb(`${own}.count`, "+", eb.lit(1)))
                .end(),
              resets_at: eb
                .case()
                .when(isOver)
                .then(eb.ref("excluded.resets_at"))
                .else(eb.ref(`${own}.resets_at`))
                .end(),
            };
          }),
        )
        .returning(["count", moment(dialect, "resets_at", "resets_at")]),
    extend_count: (value: Values<"key" | "resetsAt">) =>
      db
        .updateTable(own)
        .set({ resets_at: value.resetsAt })
        .where("key", "=", value.key)
        .where("resets_at", "<", value.resetsAt),
    reset_count: (value: Values<"key">) => db.deleteFrom(own).where("key", "=", value.key),
  };
}
