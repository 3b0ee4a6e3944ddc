import { sql } from "kysely";
import { columnsOf, parametersOf, selectedRow } from "./columns.ts";
import { identityColumns, readIdentity, readUserOf, userColumns } from "./rows.ts";
import { statement, type QueryContext } from "./statement.ts";
import { table, tables } from "./tables.ts";
import { hasOtherWayIn } from "./ways-in.ts";

const { pool, provider, subject, user_id: userId, last_used_at: at, tokens } = tables.identities;
const { session_version: sessionVersion, password_hash: passwordHash, id } = tables.users;

const name = { pool, provider, subject };

export function identities(context: QueryContext) {
  const { db, dialect } = context;
  const own = table("identities");
  const users = `${table("users")} as u` as const;
  return {
    /** Notes the use, and reads the identity with its user. */
    use_identity: statement({ ...name, at, newTokens: tokens }, { ...identityColumns, ...userColumns }, (value) =>
      db
        .updateTable(own)
        .set({ last_used_at: value.at, tokens: sql<string | null>`coalesce(${value.newTokens}, tokens)` })
        .where("pool", "=", value.pool)
        .where("provider", "=", value.provider)
        .where("subject", "=", value.subject)
        .returning([...readIdentity(own), ...readUserOf(db, own)]),
    ),
    /** Only if the user has this password hash: the statement before it in the batch has inserted the user. */
    insert_identity_if_password_hash: statement({ ...parametersOf("identities"), passwordHash }, { subject }, (value) =>
      db
        .insertInto(own)
        .columns(columnsOf("identities"))
        .expression((eb) =>
          eb
            .selectFrom(users)
            .select(selectedRow("identities", value, { user_id: "u.id as user_id" }))
            .where("u.id", "=", value.userId)
            .where("u.password_hash", "=", value.passwordHash),
        )
        .onConflict((conflict) => conflict.doNothing())
        .returning("subject"),
    ),
    /** Takes back the user whom the batch has inserted, where the identity was in use. */
    delete_user_without_identity: statement({ userId, passwordHash }, {}, (value) =>
      db
        .deleteFrom(table("users"))
        .where("id", "=", value.userId)
        .where("password_hash", "=", value.passwordHash)
        .where((eb) => {
          const linked = eb.selectFrom(`${own} as i`).select("i.subject").where("i.user_id", "=", value.userId);
          return eb.not(eb.exists(linked));
        }),
    ),
    /** On PostgreSQL the share lock orders it and a change of the user, as for API keys. */
    link_identity: statement({ ...parametersOf("identities"), sessionVersion }, { subject }, (value) =>
      db
        .insertInto(own)
        .columns(columnsOf("identities"))
        .expression((eb) =>
          eb
            .selectFrom(users)
            .select(selectedRow("identities", value, { user_id: "u.id as user_id" }))
            .where("u.id", "=", value.userId)
            .where("u.session_version", "=", value.sessionVersion)
            .$if(dialect === "postgres", (query) => query.forShare()),
        )
        .onConflict((conflict) => conflict.doNothing())
        .returning("subject"),
    ),
    has_identity: statement(name, { user_id: userId }, (value) =>
      db
        .selectFrom(own)
        .select("user_id")
        .where("pool", "=", value.pool)
        .where("provider", "=", value.provider)
        .where("subject", "=", value.subject),
    ),
    list_identities: statement({ userId }, { ...identityColumns, pool }, (value) =>
      db
        .selectFrom(`${own} as i`)
        .select([...readIdentity("i"), "i.pool"])
        .where("i.user_id", "=", value.userId)
        .orderBy("i.created_at")
        .limit((eb) => eb.lit(100)),
    ),
    /** The first of a batch that takes a way in from a user: of two such batches, the second waits here. */
    lock_user: statement({ id }, {}, (value) =>
      db
        .updateTable(table("users"))
        .set((eb) => ({ disabled: eb.ref("disabled") }))
        .where("id", "=", value.id),
    ),
    /** Only while the user has another way in. */
    unlink_identity: statement({ ...name, userId }, { subject }, (value) =>
      db
        .deleteFrom(own)
        .where("pool", "=", value.pool)
        .where("provider", "=", value.provider)
        .where("subject", "=", value.subject)
        .where("user_id", "=", value.userId)
        .where(hasOtherWayIn(context, { userId: value.userId, identity: value }))
        .returning("subject"),
    ),
  };
}
