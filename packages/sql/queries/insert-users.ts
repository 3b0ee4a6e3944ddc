import { columnsOf, newRow, parametersOf, selectedRow } from "./columns.ts";
import { statement, type QueryContext } from "./statement.ts";
import { table, tables } from "./tables.ts";

const { users, pools } = tables;

export function insertUsers({ db }: QueryContext) {
  return {
    insert_user: statement(parametersOf("users"), { id: users.id }, (value) =>
      db
        .insertInto(table("users"))
        .values(newRow("users", value))
        .onConflict((conflict) => conflict.doNothing())
        .returning("id"),
    ),
    /** Claims a pool that has no user and never had one. */
    claim_pool: statement({ pool: pools.pool, claim: pools.claim }, {}, (value) =>
      db
        .insertInto(table("pools"))
        .columns(["pool", "claim"])
        .expression(
          db
            .selectNoFrom([value.pool.as("pool"), value.claim.as("claim")])
            // The oldest one, so that PostgreSQL reads an index even where nearly all users are of another pool.
            .where((eb) => {
              const ordered = db
                .selectFrom(`${table("users")} as u`)
                .select("u.id")
                .where("u.pool", "=", value.pool)
                .orderBy("u.created_at")
                .orderBy("u.id");
              return eb(ordered.limit(eb.lit(1)), "is", null);
            }),
        )
        .onConflict((conflict) => conflict.doNothing()),
    ),
    insert_first_user: statement({ ...parametersOf("users"), claim: pools.claim }, { id: users.id }, (value) =>
      db
        .insertInto(table("users"))
        .columns(columnsOf("users"))
        .expression((eb) =>
          eb
            .selectFrom(`${table("pools")} as p`)
            .select(selectedRow("users", value, { pool: "p.pool" }))
            .where("p.pool", "=", value.pool)
            .where("p.claim", "=", value.claim),
        )
        .onConflict((conflict) => conflict.doNothing())
        .returning("id"),
    ),
  };
}
