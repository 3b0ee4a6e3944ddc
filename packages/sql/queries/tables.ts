import type { Generated } from "kysely";

/** The tables as they are today, in the database's own types: see the codecs of a dialect for what those are. */
export interface Tables {
  users: UsersTable;
  pools: PoolsTable;
  sessions: SessionsTable;
  api_keys: ApiKeysTable;
  tokens: TokensTable;
  counters: CountersTable;
  migrations: MigrationsTable;
}

interface UsersTable {
  id: string;
  pool: string;
  email: string;
  username: string | null;
  email_verified: unknown;
  password_hash: string;
  metadata: unknown;
  app_metadata: unknown;
  disabled: unknown;
  session_version: number;
  created_at: unknown;
  updated_at: unknown;
}

interface PoolsTable {
  pool: string;
  claim: string;
}

interface SessionsTable {
  id: string;
  user_id: string;
  version: number;
  created_at: unknown;
  expires_at: unknown;
  ends_at: unknown;
  last_used_at: unknown;
  address: string | null;
  agent: string | null;
}

interface ApiKeysTable {
  id: string;
  user_id: string;
  hash: string;
  name: string;
  hint: string;
  scopes: unknown;
  created_at: unknown;
  expires_at: unknown;
  last_used_at: unknown;
}

interface TokensTable {
  hash: string;
  purpose: string;
  pool: string;
  user_id: string;
  payload: unknown;
  expires_at: unknown;
}

interface CountersTable {
  key: string;
  count: number;
  resets_at: unknown;
}

interface MigrationsTable {
  step: number;
  name: string;
  applied_at: Generated<unknown>;
}

/** Stands for the prefix in what is written, where it is quoted as part of a name; no SQL of ours has it elsewhere. */
export const PREFIX = "~";

/** Turns the plain table names of the queries into those of the text. */
export type TableNames = <Name extends keyof Tables>(name: Name) => Name;

// The types go on naming the plain table, whose columns these are.
export const table: TableNames = (name) => `${PREFIX}${name}` as typeof name;
