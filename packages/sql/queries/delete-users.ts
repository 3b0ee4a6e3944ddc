import { sql, type DeleteQueryBuilder, type DeleteResult } from "kysely";
import { orNull } from "./kinds.ts";
import { statement, type QueryContext } from "./statement.ts";
import { table, tables, type Tables } from "./tables.ts";

type Owned = "sessions" | "tokens" | "api_keys" | "identities" | "passkeys" | "factors" | "recovery_codes";

const { id, session_version, password_hash: passwordHash } = tables.users;
const { user_id: userId } = tables.identities;

/**
 * Deletes a user and everything that belongs to the user. An application's own database may have its foreign keys
 * switched off, so each table has a statement. They run after the user is deleted, and delete nothing while the user is
 * there.
 */
export function deleteUsers({ db }: QueryContext) {
  const users = table("users");
  const deleteOwned = (name: Owned) =>
    statement({ id }, {}, (value) => {
      const user = db.selectFrom(`${users} as u`).select("u.id").where("u.id", "=", value.id);
      return (db.deleteFrom(table(name)) as DeleteQueryBuilder<Tables, Owned, DeleteResult>)
        .where("user_id", "=", value.id)
        .where(sql<boolean>`not exists ${user}`);
    });

  /** Only if the user has this password hash: the statement before it in the batch has written it. */
  const deleteWaysIn = (name: "identities" | "passkeys" | "factors" | "recovery_codes") =>
    statement({ userId, passwordHash }, { user_id: userId }, (value) =>
      (db.deleteFrom(table(name)) as DeleteQueryBuilder<Tables, typeof name, DeleteResult>)
        .where("user_id", "=", (eb) =>
          eb
            .selectFrom(`${users} as u`)
            .select("u.id")
            .where("u.id", "=", value.userId)
            .where("u.password_hash", "=", value.passwordHash),
        )
        .returning("user_id"),
    );

  return {
    /** Remembers that the pool has had a user. */
    close_pool: statement({ id }, {}, (value) =>
      db
        .insertInto(table("pools"))
        .columns(["pool", "claim"])
        .expression((eb) =>
          eb.selectFrom(`${users} as u`).select(["u.pool", "u.id as claim"]).where("u.id", "=", value.id),
        )
        .onConflict((conflict) => conflict.doNothing()),
    ),
    delete_user: statement({ id, version: orNull(session_version) }, { id }, (value) =>
      db
        .deleteFrom(users)
        .where("id", "=", value.id)
        .where(sql<boolean>`session_version = coalesce(${value.version}, session_version)`)
        .returning("id"),
    ),
    delete_sessions: deleteOwned("sessions"),
    delete_tokens: deleteOwned("tokens"),
    delete_keys: deleteOwned("api_keys"),
    delete_identities: deleteOwned("identities"),
    delete_passkeys: deleteOwned("passkeys"),
    delete_factors: deleteOwned("factors"),
    delete_recovery_codes: deleteOwned("recovery_codes"),
    delete_identities_if_password_hash: deleteWaysIn("identities"),
    delete_passkeys_if_password_hash: deleteWaysIn("passkeys"),
    delete_factors_if_password_hash: deleteWaysIn("factors"),
    delete_codes_if_password_hash: deleteWaysIn("recovery_codes"),
  };
}
