import { milliseconds } from "./columns.ts";
import { statement, type QueryContext } from "./statement.ts";
import { table, tables } from "./tables.ts";

const { key, count, resets_at } = tables.counters;

export function counters({ db }: QueryContext) {
  const own = table("counters");
  return {
    add_count: statement({ key, at: resets_at, resetsAt: resets_at }, { count, resets_at }, (value) =>
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
        .returning(["count", milliseconds("resets_at").as("resets_at")]),
    ),
    extend_count: statement({ key, resetsAt: resets_at }, {}, (value) =>
      db
        .updateTable(own)
        .set({ resets_at: value.resetsAt })
        .where("key", "=", value.key)
        .where("resets_at", "<", value.resetsAt),
    ),
    reset_count: statement({ key }, {}, (value) => db.deleteFrom(own).where("key", "=", value.key)),
  };
}
