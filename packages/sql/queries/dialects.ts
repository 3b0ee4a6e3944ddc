import {
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresQueryCompiler,
  SqliteAdapter,
  SqliteQueryCompiler,
  type DatabaseIntrospector,
  type QueryCompiler,
} from "kysely";
import type { Tables } from "./tables.ts";

/** A kysely for each dialect, which compiles and never connects. */
export const dialects = {
  sqlite: compiler(new SqliteAdapter(), () => new SqliteQueryCompiler()),
  postgres: compiler(new PostgresAdapter(), () => new PostgresQueryCompiler()),
};

function compiler(adapter: SqliteAdapter | PostgresAdapter, createQueryCompiler: () => QueryCompiler): Kysely<Tables> {
  return new Kysely({
    dialect: {
      createAdapter: () => adapter,
      createDriver: () => new DummyDriver(),
      createIntrospector: () => ({}) as DatabaseIntrospector,
      createQueryCompiler,
    },
  });
}
