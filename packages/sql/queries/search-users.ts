import { sql } from "kysely";
import { integer, text } from "./kinds.ts";
import { readUser, userColumns } from "./rows.ts";
import { statement, type QueryContext } from "./statement.ts";
import { table, tables } from "./tables.ts";

const { pool, disabled, email_verified: emailVerified } = tables.users;

/** Users by the beginning of a name. Each of the four combinations of the two marks is a range of one index. */
export function searchUsers({ db, dialect }: QueryContext) {
  const searchBy = (column: "email" | "username") => {
    // Without it, PostgreSQL compares by the rules of the database's language, where a prefix is no range.
    const name =
      dialect === "postgres" ? sql<string>`u.${sql.ref(column)} collate "C"` : sql.ref<string>(`u.${column}`);
    return statement({ pool, disabled, emailVerified, from: text, to: text, limit: integer }, userColumns, (value) =>
      db
        .selectFrom(`${table("users")} as u`)
        .select(readUser)
        .where("u.pool", "=", value.pool)
        .where("u.disabled", "=", value.disabled)
        .where("u.email_verified", "=", value.emailVerified)
        .where(name, ">=", value.from)
        .where(name, "<", value.to)
        .orderBy(name)
        .limit(value.limit),
    );
  };
  return { search_users_by_email: searchBy("email"), search_users_by_username: searchBy("username") };
}
