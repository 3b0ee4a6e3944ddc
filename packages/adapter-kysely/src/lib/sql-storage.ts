import type { Storage } from "@latchkey/core";
import { apiKeyStore } from "./api-keys.ts";
import { counterStore } from "./counters.ts";
import type { Executor } from "./executor.ts";
import type { Language } from "./language.ts";
import { migrate, migratingFirst } from "./migrate.ts";
import { queriesOf } from "./queries.ts";
import { sessionStore } from "./sessions.ts";
import type { Sql } from "./sql.ts";
import { sweeper } from "./sweep.ts";
import { checkPrefix } from "./texts.ts";
import { tokenStore } from "./tokens.ts";
import { userStore } from "./users.ts";

/** What every SQL storage lets its user choose. */
export interface StorageOptions {
  /** In front of every table's name. Default `"auth_"`. */
  readonly prefix?: string | undefined;
  /** `"auto"` (the default) makes missing tables before the first statement; `"manual"` leaves it to `migrate()` or the SQL files. */
  readonly migrations?: "auto" | "manual" | undefined;
}

export interface SqlStorageOptions extends StorageOptions {
  readonly language: Language;
  readonly executor: Executor;
}

/** Latchkey's storage on any SQL database: the language says it, the executor runs it. */
export function sqlStorage({ language, executor, prefix = "auth_", migrations = "auto" }: SqlStorageOptions): Storage {
  if (migrations !== "auto" && migrations !== "manual") throw new TypeError('migrations must be "auto" or "manual"');
  checkPrefix(prefix);
  const migration = () => migrate(executor, language, prefix);
  const sql: Sql = {
    query: queriesOf(language.texts, prefix),
    codecs: language.codecs,
    executor: migrations === "auto" ? migratingFirst(executor, migration) : executor,
  };
  return {
    users: userStore(sql),
    sessions: sessionStore(sql),
    tokens: tokenStore(sql),
    counters: counterStore(sql),
    apiKeys: apiKeyStore(sql),
    migrate: migration,
    sweep: sweeper(sql),
    close: () => executor.close(),
  };
}
