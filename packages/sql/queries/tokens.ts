import { columnsOf, milliseconds, parametersOf, selectedRow } from "./columns.ts";
import { integer } from "./kinds.ts";
import { statement, type QueryContext } from "./statement.ts";
import { table, tables } from "./tables.ts";

const { hash, purpose, pool, user_id: userId, expires_at } = tables.tokens;

export function tokens({ db, dialect }: QueryContext) {
  const own = table("tokens");
  return {
    /**
     * On PostgreSQL it locks the row of the user until the batch commits: of two calls at once, the second trims last.
     */
    put_token: statement(parametersOf("tokens"), { hash }, (value) =>
      db
        .insertInto(own)
        .columns(columnsOf("tokens"))
        .expression((eb) =>
          eb
            .selectFrom(`${table("users")} as u`)
            .select(selectedRow("tokens", value, { user_id: "u.id as user_id" }))
            .where("u.id", "=", value.userId)
            .$if(dialect === "postgres", (query) => query.forNoKeyUpdate()),
        )
        .onConflict((conflict) =>
          conflict.column("hash").doUpdateSet((eb) => {
            const others = columnsOf("tokens").filter((column) => column !== "hash");
            return Object.fromEntries(others.map((column) => [column, eb.ref(`excluded.${column}`)]));
          }),
        )
        .returning("hash"),
    ),
    trim_tokens: statement({ userId, purpose, keep: integer }, {}, (value) =>
      db
        .deleteFrom(own)
        .where("user_id", "=", value.userId)
        .where("purpose", "=", value.purpose)
        .where((eb) =>
          eb(
            "hash",
            "not in",
            eb
              .selectFrom(`${own} as t`)
              .select("t.hash")
              .where("t.user_id", "=", value.userId)
              .where("t.purpose", "=", value.purpose)
              .orderBy("t.expires_at", "desc")
              .limit(value.keep),
          ),
        ),
    ),
    /**
     * Deletes every token of the user and purpose, if the one that is named is good. Two calls with different tokens of
     * one user want the same rows: the second waits, and finds them gone.
     */
    take_token: statement(
      { hash, purpose, pool, at: expires_at },
      { hash, user_id: userId, payload: tables.tokens.payload, expires_at },
      (value) =>
        db
          .deleteFrom(own)
          .where("user_id", "=", (eb) =>
            eb
              .selectFrom(`${own} as t`)
              .select("t.user_id")
              .where("t.hash", "=", value.hash)
              .where("t.purpose", "=", value.purpose)
              .where("t.pool", "=", value.pool)
              .where("t.expires_at", ">", value.at),
          )
          .where("purpose", "=", value.purpose)
          .returning(["hash", "user_id", "payload", milliseconds("expires_at").as("expires_at")]),
    ),
  };
}
