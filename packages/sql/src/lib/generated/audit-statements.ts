/* Written by "npm run sql" from packages/sql/queries: change the queries, not this file. */

import type { StoredId, StoredMoment } from "../values/stored.ts";

/** Each statement of the audit log: what it takes, and the columns of the rows that it returns. */
export interface AuditStatementTypes {
  find_audit_head: { parameters: { pool: string }; row: { seq: number; mac: string } };
  lock_audit_head: { parameters: { pool: string }; row: { seq: number; mac: string } };
  insert_audit_entry: { parameters: { pool: string; seq: number; at: StoredMoment; type: string; actor: string | null; details: string | null; userId: StoredId | null; person: string | null; salt: string | null; digest: string; key: string; mac: string }; row: {} };
  insert_audit_entry_if_changed: { parameters: { pool: string; seq: number; at: StoredMoment; type: string; actor: string | null; details: string | null; userId: StoredId | null; person: string | null; salt: string | null; digest: string; key: string; mac: string }; row: {} };
  put_audit_head: { parameters: { pool: string; seq: number; mac: string }; row: {} };
  list_audit_entries: { parameters: { pool: string; limit: number; before: number }; row: { pool: string; seq: number; at: StoredMoment; type: string; actor: string | null; details: string | null; user_id: StoredId | null; person: string | null; salt: string | null; digest: string; key: string; mac: string } };
  list_audit_entries_of_user: { parameters: { pool: string; limit: number; userId: StoredId | null; before: number }; row: { pool: string; seq: number; at: StoredMoment; type: string; actor: string | null; details: string | null; user_id: StoredId | null; person: string | null; salt: string | null; digest: string; key: string; mac: string } };
  read_audit_entries: { parameters: { pool: string; limit: number; after: number }; row: { pool: string; seq: number; at: StoredMoment; type: string; actor: string | null; details: string | null; user_id: StoredId | null; person: string | null; salt: string | null; digest: string; key: string; mac: string } };
  erase_audit_entries: { parameters: { pool: string; userId: StoredId | null; from: number; through: number }; row: { seq: number } };
  prune_audit_entries: { parameters: { pool: string; from: number; through: number }; row: { seq: number } };
}

/**
 * `:name` is a parameter, `"~` is where the prefix of the tables belongs, and each dialect has its own
 * expression for `milliseconds(…)`, which reads a moment: see statements/render.ts.
 */
export const auditStatements: Readonly<Record<keyof AuditStatementTypes, string>> = {
  find_audit_head: `select "seq", "mac" from "~audit_heads" where "pool" = :pool`,
  lock_audit_head: `insert into "~audit_heads" ("pool", "seq", "mac") values (:pool, 0, '') on conflict ("pool") do update set "seq" = "~audit_heads"."seq" returning "seq", "mac"`,
  insert_audit_entry: `insert into "~audit_log" ("pool", "seq", "at", "type", "actor", "details", "user_id", "person", "salt", "digest", "key", "mac") values (:pool, :seq, :at, :type, :actor, :details, :userId, :person, :salt, :digest, :key, :mac)`,
  insert_audit_entry_if_changed: `insert into "~audit_log" ("pool", "seq", "at", "type", "actor", "details", "user_id", "person", "salt", "digest", "key", "mac") select :pool as "pool", :seq as "seq", :at as "at", :type as "type", :actor as "actor", :details as "details", :userId as "user_id", :person as "person", :salt as "salt", :digest as "digest", :key as "key", :mac as "mac" where changes() > 0`,
  put_audit_head: `insert into "~audit_heads" ("pool", "seq", "mac") select "l"."pool", "l"."seq", "l"."mac" from "~audit_log" as "l" where "l"."pool" = :pool and "l"."seq" = :seq and "l"."mac" = :mac on conflict ("pool") do update set "seq" = "excluded"."seq", "mac" = "excluded"."mac"`,
  list_audit_entries: `select "pool", "seq", milliseconds("at") as "at", "type", "actor", "details", "user_id", "person", "salt", "digest", "key", "mac" from "~audit_log" where "pool" = :pool and "seq" < :before order by "seq" desc limit :limit`,
  list_audit_entries_of_user: `select "pool", "seq", milliseconds("at") as "at", "type", "actor", "details", "user_id", "person", "salt", "digest", "key", "mac" from "~audit_log" where "pool" = :pool and "user_id" = :userId and "seq" < :before order by "seq" desc limit :limit`,
  read_audit_entries: `select "pool", "seq", milliseconds("at") as "at", "type", "actor", "details", "user_id", "person", "salt", "digest", "key", "mac" from "~audit_log" where "pool" = :pool and "seq" > :after order by "seq" limit :limit`,
  erase_audit_entries: `update "~audit_log" set "user_id" = null, "person" = null, "salt" = null where "pool" = :pool and "user_id" = :userId and "seq" >= :from and "seq" <= :through returning "seq"`,
  prune_audit_entries: `delete from "~audit_log" where "pool" = :pool and "seq" >= :from and "seq" <= :through returning "seq"`,
};

/** Where PostgreSQL needs another text: for its row locks, and to compare byte by byte. */
export const auditPostgresVariants: Readonly<Partial<Record<keyof AuditStatementTypes, string>>> = {

};
