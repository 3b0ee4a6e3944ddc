import BetterSqlite3 from "better-sqlite3";
import {
  CompiledQuery,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
} from "kysely";
import pg from "pg";
import { postgresUrl } from "./databases.ts";

type Execute = (sql: string, parameters: readonly unknown[]) => Promise<QueryResult<any>>;
type Control = Pick<Driver, "beginTransaction" | "commitTransaction" | "rollbackTransaction">;

/** Several connections as far as Kysely can see, so that it puts no lock around them. */
class OpenSqliteAdapter extends SqliteAdapter {
  override get supportsMultipleConnections() {
    return true;
  }
}

export function dialectOf(name: "sqlite" | "postgres", execute: Execute, control: Control): Dialect {
  const isSqlite = name === "sqlite";
  const connection: DatabaseConnection = {
    executeQuery: ({ sql, parameters }) => execute(sql, parameters),
    async *streamQuery() {},
  };
  return {
    createAdapter: () => (isSqlite ? new OpenSqliteAdapter() : new PostgresAdapter()),
    createIntrospector: (db) => (isSqlite ? new SqliteIntrospector(db) : new PostgresIntrospector(db)),
    createQueryCompiler: () => (isSqlite ? new SqliteQueryCompiler() : new PostgresQueryCompiler()),
    createDriver: () => ({
      ...control,
      init: async () => {},
      acquireConnection: async () => ({ ...connection }),
      releaseConnection: async () => {},
      destroy: async () => {},
    }),
  };
}

const say = (sql: string) => async (connection: DatabaseConnection) => {
  await connection.executeQuery(CompiledQuery.raw(sql));
};
const refuse = async () => {
  throw new Error("Transactions are not supported yet, says user:hunter2");
};
const ignore = async () => {};

/** How a driver goes about transactions. */
export const controls = {
  spoken: { beginTransaction: say("begin"), commitTransaction: say("commit"), rollbackTransaction: say("rollback") },
  refused: { beginTransaction: refuse, commitTransaction: refuse, rollbackTransaction: refuse },
  ignored: { beginTransaction: ignore, commitTransaction: ignore, rollbackTransaction: ignore },
  neverUndone: { beginTransaction: say("begin"), commitTransaction: say("commit"), rollbackTransaction: ignore },
} satisfies Record<string, Control>;

function sqliteSession(database: BetterSqlite3.Database): Execute {
  return async (sql, parameters) => {
    // As if it took a while.
    await new Promise((resolve) => setImmediate(resolve));
    const statement = database.prepare(sql);
    if (statement.reader) return { rows: statement.all(...parameters) };
    statement.run(...parameters);
    return { rows: [] };
  };
}

/** Statements of everybody in one session. */
export const shared: Record<"sqlite" | "postgres", (file: string) => Promise<Execute>> = {
  sqlite: async (file) => sqliteSession(new BetterSqlite3(file)),
  async postgres() {
    const client = new pg.Client({ connectionString: postgresUrl() });
    await client.connect();
    // The process may end before it does.
    (client as unknown as { unref(): void }).unref();
    return async (sql, parameters) => ({ rows: (await client.query(sql, [...parameters])).rows });
  },
};

/** Each statement in a session of its own, as over HTTP. */
export const stateless: Record<"sqlite" | "postgres", (file: string) => Promise<Execute>> = {
  sqlite: async (file) => async (sql, parameters) => {
    const database = new BetterSqlite3(file);
    try {
      return await sqliteSession(database)(sql, parameters);
    } finally {
      database.close();
    }
  },
  postgres: async () => async (sql, parameters) => {
    const client = new pg.Client({ connectionString: postgresUrl() });
    await client.connect();
    try {
      return { rows: (await client.query(sql, [...parameters])).rows };
    } finally {
      await client.end();
    }
  },
};
