import { sql, type Expression, type RawBuilder } from "kysely";
import type { StoredBoolean, StoredId } from "../src/lib/values/stored.ts";
import { columnsOf, parametersOf, selectedRow } from "./columns.ts";
import { orNull } from "./kinds.ts";
import { statement, type QueryContext, type Values } from "./statement.ts";
import { table, tables } from "./tables.ts";

const { id: passkeyId, user_id, counter, backed_up: backedUp, last_used_at: at } = tables.passkeys;
const { key, resets_at: expiresAt } = tables.counters;
const { session_version, id: userId } = tables.users;
const newSession = parametersOf("sessions", "user_id", "version");

/** What must be so for a use. `version` null: no session is opened. `ticket` null: none is spent. */
const opening = { version: orNull(session_version) };
const ofPasskey = { passkeyId, from: counter, owner: orNull(user_id), ...opening };
const ofFactor = {
  userId,
  step: orNull(tables.factors.last_step),
  hash: orNull(tables.recovery_codes.hash),
  ...opening,
};
const spending = { ticket: orNull(key) };

type PasskeyUse = Values<typeof ofPasskey>;
type FactorUse = Values<typeof ofFactor>;

/**
 * Uses of a passkey and of a second factor. Each is a batch: it locks the row of the user, counts a use of the ticket,
 * opens a session, deletes counters, and notes the use. Every statement looks for itself whether the use is allowed,
 * and all see the same, because of the lock. The one that notes the use comes last: it forbids the next.
 */
export function uses({ db }: QueryContext) {
  const users = `${table("users")} as u` as const;
  const counters = table("counters");

  /** No session is asked for, or it can be opened. */
  const canOpen = (user: Expression<StoredId>, version: Expression<number | null>): RawBuilder<boolean> =>
    sql`(cast(${version} as integer) is null or exists ${db
      .selectFrom(users)
      .select("u.id")
      .where("u.id", "=", user)
      .where("u.session_version", "=", version as Expression<number>)
      .where("u.disabled", "=", sql<StoredBoolean>`false`)})`;
  /** No ticket is asked for, or the batch has counted its first use. */
  const isFirst = (ticket: Expression<string | null>): RawBuilder<boolean> =>
    sql`(cast(${ticket} as text) is null or exists ${db
      .selectFrom(`${counters} as t`)
      .select("t.key")
      .where("t.key", "=", ticket as Expression<string>)
      .where("t.count", "=", (eb) => eb.lit(1))})`;

  /** The passkey that may be used so: its row, or none. */
  const usedPasskey = (value: PasskeyUse) =>
    db
      .selectFrom(`${table("passkeys")} as p`)
      .where("p.id", "=", value.passkeyId)
      .where("p.counter", "=", value.from)
      .where(sql<boolean>`p.user_id = coalesce(${value.owner}, p.user_id)`)
      .where(canOpen(sql.ref<StoredId>("p.user_id"), value.version));
  /** A later time step, or a recovery code that is there. Of the two, one is null. */
  const isProof = (value: FactorUse): RawBuilder<boolean> => {
    const later = db
      .selectFrom(`${table("factors")} as f`)
      .select("f.user_id")
      .where("f.user_id", "=", value.userId)
      .where("f.last_step", "<", value.step as Expression<number>);
    const unused = db
      .selectFrom(`${table("recovery_codes")} as c`)
      .select("c.hash")
      .where("c.user_id", "=", value.userId)
      .where("c.hash", "=", value.hash as Expression<string>);
    return sql`(exists ${later} or exists ${unused}) and ${canOpen(value.userId, value.version)}`;
  };

  const spend = (value: Values<{ key: typeof key; expiresAt: typeof expiresAt }>) => ({
    columns: [value.key.as("key"), sql<number>`1`.as("count"), value.expiresAt.as("resets_at")] as const,
    insertInto: () => db.insertInto(counters).columns(["key", "count", "resets_at"]),
  });

  const open = (value: Values<typeof newSession>, user: Expression<StoredId>) =>
    db
      .selectFrom(users)
      .select(selectedRow("sessions", value, { user_id: "u.id as user_id", version: "u.session_version as version" }))
      .where("u.id", "=", user);
  const insertSession = () => db.insertInto(table("sessions")).columns(columnsOf("sessions"));

  return {
    lock_user_of_passkey: statement({ passkeyId }, {}, (value) =>
      db
        .updateTable(table("users"))
        .set((eb) => ({ disabled: eb.ref("disabled") }))
        .where("id", "=", (eb) =>
          eb
            .selectFrom(`${table("passkeys")} as p`)
            .select("p.user_id")
            .where("p.id", "=", value.passkeyId),
        ),
    ),
    spend_passkey_ticket: statement({ ...ofPasskey, key, expiresAt }, {}, (value) => {
      const { columns, insertInto } = spend(value);
      return insertInto()
        .expression(usedPasskey(value).select(columns))
        .onConflict((conflict) =>
          conflict.column("key").doUpdateSet((eb) => ({ count: eb(`${counters}.count`, "+", eb.lit(1)) })),
        );
    }),
    open_passkey_session: statement({ ...newSession, ...ofPasskey, ...spending }, {}, (value) =>
      insertSession().expression(
        open(value, value.owner as Expression<StoredId>)
          .where((eb) => eb.exists(usedPasskey(value).select("p.id")))
          .where(isFirst(value.ticket)),
      ),
    ),
    use_passkey: statement({ ...ofPasskey, ...spending, to: counter, backedUp, at }, { id: passkeyId }, (value) =>
      db
        .updateTable(table("passkeys"))
        .set({ counter: value.to, backed_up: value.backedUp, last_used_at: value.at })
        .where("id", "=", usedPasskey(value).select("p.id"))
        .where(isFirst(value.ticket))
        .returning("id"),
    ),

    spend_factor_ticket: statement({ ...ofFactor, key, expiresAt }, {}, (value) => {
      const { columns, insertInto } = spend(value);
      return insertInto()
        .expression(db.selectFrom(users).select(columns).where("u.id", "=", value.userId).where(isProof(value)))
        .onConflict((conflict) =>
          conflict.column("key").doUpdateSet((eb) => ({ count: eb(`${counters}.count`, "+", eb.lit(1)) })),
        );
    }),
    open_factor_session: statement({ ...newSession, ...ofFactor, ...spending }, {}, (value) =>
      insertSession().expression(open(value, value.userId).where(isProof(value)).where(isFirst(value.ticket))),
    ),
    reset_factor_count: statement({ ...ofFactor, ...spending, key }, {}, (value) =>
      db.deleteFrom(counters).where("key", "=", value.key).where(isProof(value)).where(isFirst(value.ticket)),
    ),
    use_factor_step: statement({ ...ofFactor, ...spending }, { user_id }, (value) =>
      db
        .updateTable(table("factors"))
        .set({ last_step: value.step as Expression<number> })
        .where("user_id", "=", value.userId)
        .where(isProof(value))
        .where(isFirst(value.ticket))
        .returning("user_id"),
    ),
    use_recovery_code: statement({ ...ofFactor, ...spending }, { user_id }, (value) =>
      db
        .deleteFrom(table("recovery_codes"))
        .where("user_id", "=", value.userId)
        .where("hash", "=", value.hash as Expression<string>)
        .where(isProof(value))
        .where(isFirst(value.ticket))
        .returning("user_id"),
    ),
  };
}
