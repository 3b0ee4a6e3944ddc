import { sql } from "kysely";
import type { Step } from "./step.ts";

/**
 * Searching for users by the beginning of an address or a user name, among the disabled and the verified too. On
 * PostgreSQL the names are in the order of their bytes, where a prefix is a range.
 */
export const userSearch: Step = {
  number: 4,
  name: "user_search",
  write({ schema }, table, dialect) {
    const bytes = (column: string) => (dialect === "postgres" ? sql`${sql.ref(column)} collate "C"` : sql.ref(column));
    const index = (name: string, column: string) =>
      schema
        .createIndex(table(name))
        .on(table("users"))
        .columns(["pool", "disabled", "email_verified"])
        .expression(bytes(column));
    return [
      index("users_search_email", "email"),
      // Only users who have a user name.
      index("users_search_username", "username").where(sql.ref("username"), "is not", null),
    ];
  },
};
