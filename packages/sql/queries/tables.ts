import { boolean, id, integer, json, moment, orNull, text, type TypesOf } from "./kinds.ts";

/** The tables as the newest migration leaves them. Inserts and reads have their columns in this order. */
export const tables = {
  users: {
    id,
    pool: text,
    email: text,
    username: orNull(text),
    email_verified: boolean,
    password_hash: text,
    metadata: orNull(json),
    app_metadata: orNull(json),
    disabled: boolean,
    session_version: integer,
    created_at: moment,
    updated_at: moment,
  },
  pools: { pool: text, claim: id },
  sessions: {
    id: text,
    user_id: id,
    version: integer,
    created_at: moment,
    expires_at: moment,
    ends_at: moment,
    last_used_at: moment,
    proved_at: moment,
    methods: text,
    address: orNull(text),
    agent: orNull(text),
  },
  api_keys: {
    id,
    user_id: id,
    hash: text,
    name: text,
    hint: text,
    scopes: json,
    created_at: moment,
    expires_at: orNull(moment),
    last_used_at: orNull(moment),
  },
  identities: {
    pool: text,
    provider: text,
    subject: text,
    user_id: id,
    email: orNull(text),
    tokens: orNull(text),
    created_at: moment,
    last_used_at: moment,
  },
  passkeys: {
    id: text,
    user_id: id,
    public_key: text,
    counter: integer,
    transports: json,
    backup_eligible: boolean,
    backed_up: boolean,
    aaguid: text,
    name: text,
    created_at: moment,
    last_used_at: orNull(moment),
  },
  factors: { user_id: id, secret: text, last_step: integer, trusted_since: moment, created_at: moment },
  recovery_codes: { user_id: id, hash: text },
  tokens: { hash: text, purpose: text, pool: text, user_id: id, payload: orNull(json), expires_at: moment },
  counters: { key: text, count: integer, resets_at: moment },
  audit_log: {
    pool: text,
    seq: integer,
    at: moment,
    type: text,
    actor: orNull(text),
    details: orNull(text),
    user_id: orNull(id),
    person: orNull(text),
    salt: orNull(text),
    digest: text,
    key: text,
    mac: text,
  },
  audit_heads: { pool: text, seq: integer, mac: text },
};

/** The same for kysely. */
export type Tables = { [Name in TableName]: TypesOf<(typeof tables)[Name]> };
export type TableName = keyof typeof tables;
export type Column<Name extends TableName> = keyof (typeof tables)[Name] & string;

/** Stands for the prefix in what is generated, where a quoted name starts. No SQL of ours has it elsewhere. */
export const PREFIX = "~";

/** The name of a table in the text. For TypeScript it stays the plain name, whose columns kysely knows. */
export function table<Name extends TableName>(name: Name): Name {
  return `${PREFIX}${name}` as Name;
}
