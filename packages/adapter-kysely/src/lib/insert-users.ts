import type { Credentials, SessionRecord, UserStore } from "@latchkey/core";
import type { Bound } from "./executor.ts";
import { insertSessionBehind } from "./insert-session.ts";
import { prepare } from "./prepare.ts";
import { bindSession } from "./session-row.ts";
import type { Sql } from "./sql.ts";
import { bindCredentials } from "./user-row.ts";

type Insert = Pick<UserStore, "insert" | "insertFirst">;
type UserValues = keyof ReturnType<typeof bindCredentials>;

/** New users. */
export function insertUsers(sql: Sql): Insert {
  const { executor, codecs } = sql;
  const statements = insertStatements(sql);
  const insertSession = insertSessionBehind(sql);
  const open = (session: SessionRecord | null, { passwordHash }: Credentials) =>
    session ? [insertSession({ ...bindSession(codecs, session), passwordHash })] : [];
  const did = async (list: readonly Bound[], at: number) => {
    const results = list.length > 1 ? await executor.batch(list) : [await executor.all(list[0]!)];
    return results[at]!.length > 0;
  };

  return {
    insert: (credentials, session) => did([statements.insert(bindCredentials(codecs, credentials)), ...open(session, credentials)], 0),
    insertFirst(credentials, session) {
      // Nobody else has this claim: whether it stands says whether this call was the first.
      const claim = crypto.randomUUID();
      const insert = statements.insertClaimed({ ...bindCredentials(codecs, credentials), claim });
      return did([statements.claimPool({ pool: credentials.user.pool, claim }), insert, ...open(session, credentials)], 1);
    },
  };
}

const columns = [
  "id", "pool", "email", "username", "email_verified", "password_hash",
  "metadata", "app_metadata", "disabled", "session_version", "created_at", "updated_at",
] as const;

function insertStatements({ db, table }: Sql) {
  const users = table("users");
  return {
    insert: prepare<UserValues>("insert_user", (value) =>
      db
        .insertInto(users)
        .values({
          id: value.id,
          pool: value.pool,
          email: value.email,
          username: value.username,
          email_verified: value.emailVerified,
          password_hash: value.passwordHash,
          metadata: value.metadata,
          app_metadata: value.appMetadata,
          disabled: value.disabled,
          session_version: value.sessionVersion,
          created_at: value.createdAt,
          updated_at: value.updatedAt,
        })
        .onConflict((conflict) => conflict.doNothing())
        .returning("id"),
    ),
    claimPool: prepare<"pool" | "claim">("claim_pool", (value) =>
      db
        .insertInto(table("pools"))
        .columns(["pool", "claim"])
        .expression(
          db
            .selectNoFrom([value.pool.as("pool"), value.claim.as("claim")])
            // The oldest one, so that PostgreSQL reads an index even where nearly all users are of another pool.
            .where((eb) => {
              const oldest = db.selectFrom(`${users} as u`).select("u.id").where("u.pool", "=", value.pool).orderBy("u.created_at").orderBy("u.id").limit(1);
              return eb(oldest, "is", null);
            }),
        )
        .onConflict((conflict) => conflict.doNothing()),
    ),
    insertClaimed: prepare<UserValues | "claim">("insert_first_user", (value) =>
      db
        .insertInto(users)
        .columns(columns)
        .expression((eb) =>
          eb
            .selectFrom(`${table("pools")} as p`)
            .select([value.id.as("id"), "p.pool", value.email.as("email"), value.username.as("username")])
            .select([value.emailVerified.as("email_verified"), value.passwordHash.as("password_hash"), value.metadata.as("metadata")])
            .select([value.appMetadata.as("app_metadata"), value.disabled.as("disabled"), value.sessionVersion.as("session_version")])
            .select([value.createdAt.as("created_at"), value.updatedAt.as("updated_at")])
            .where("p.pool", "=", value.pool)
            .where("p.claim", "=", value.claim),
        )
        .onConflict((conflict) => conflict.doNothing())
        .returning("id"),
    ),
  };
}
