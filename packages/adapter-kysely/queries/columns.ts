/** Named one by one: a column that a later version adds must not change what a prepared statement returns. */
export const userColumns = [
  "u.id",
  "u.pool",
  "u.email",
  "u.username",
  "u.email_verified",
  "u.metadata",
  "u.app_metadata",
  "u.disabled",
  "u.session_version",
  "u.created_at",
  "u.updated_at",
] as const;

/** What no other table that is read along has; `id` and `created_at` come as `session_id` and `opened_at`. */
export const sessionColumns = ["version", "expires_at", "ends_at", "last_used_at", "address", "agent"] as const;

export const keyColumns = [
  "k.id as key_id", "k.user_id", "k.hash", "k.name", "k.hint", "k.scopes", "k.created_at as made_at", "k.expires_at", "k.last_used_at",
] as const;
