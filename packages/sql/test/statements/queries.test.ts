import { postgres, sqlite } from "@latchkey/sql";
import { describe, expect, expectTypeOf, it } from "vitest";
import { readNames } from "../../src/lib/statements/names.ts";
import { deferredPostgresVariants, deferredStatements } from "../../src/lib/generated/deferred-statements.ts";
import { bindAll, queriesOf, type TypedStatement } from "../../src/lib/statements/queries.ts";
import type { StoredId, StoredJson, StoredMoment } from "../../src/lib/values/stored.ts";

const id = "6f1d9c3a-4b8e-4c5f-9a2b-0123456789ab" as StoredId;
const at = 1 as StoredMoment;
const query = queriesOf(sqlite, readNames(null));
const managing = bindAll(deferredStatements, sqlite, readNames(null));

describe("a statement that is bound", () => {
  it("has its parameters in the order of its placeholders, and its name", () => {
    const { statement, parameters } = query.touch_session({ id: "session", at });
    expect(statement.name).toBe("touch_session");
    expect(statement.sql).toBe('update "auth_sessions" set "last_used_at" = ? where "id" = ?');
    expect(parameters).toEqual([1, "session"]);
  });

  it("is one object per statement and storage, so that a driver can keep it prepared", () => {
    const first = query.touch_session({ id: "a", at }).statement;
    expect(query.touch_session({ id: "b", at }).statement).toBe(first);
    expect(queriesOf(sqlite, readNames(null)).touch_session({ id: "a", at }).statement).not.toBe(first);
  });

  it("gets the schema at first use, and keeps the text from then on", () => {
    const names = readNames(postgres.schemas);
    const { statement } = queriesOf(postgres, names).delete_api_keys({ userId: id });
    names.schema = "auth";
    expect(statement.sql).toBe('delete from "auth"."auth_api_keys" where "user_id" = $1 returning "id"');
    names.schema = "other";
    expect(statement.sql).toBe('delete from "auth"."auth_api_keys" where "user_id" = $1 returning "id"');
  });

  it("has the row locks of PostgreSQL there alone", () => {
    const sweep = { before: at, limit: 10 };
    const onPostgres = bindAll(
      { ...deferredStatements, ...deferredPostgresVariants },
      postgres,
      readNames(postgres.schemas),
    ).sweep_sessions(sweep).statement.sql;
    expect(onPostgres).toMatch(/= any\(array\(select .* limit \$2 for update skip locked\)\) returning "id"$/);
    expect(managing.sweep_sessions(sweep).statement.sql).toMatch(/in \(select .* limit \?\) returning "id"$/);
  });

  it("refuses text that a database cannot keep", () => {
    expect(() => query.touch_session({ id: "a\0", at })).toThrow(RangeError);
    expect(() => query.touch_session({ id: "\ud800", at })).toThrow(
      RangeError("text must be well-formed Unicode without NUL"),
    );
  });

  it("refuses a value that is missing, and names the statement", () => {
    const incomplete = { id: undefined as unknown as string, at };
    expect(() => query.touch_session(incomplete)).toThrow(
      TypeError("a parameter of the statement touch_session is missing"),
    );
  });
});

describe("what TypeScript knows of a statement", () => {
  it("a parameter that is missing, unknown or of another type does not compile", () => {
    // @ts-expect-error: at is missing
    expect(() => query.touch_session({ id: "a" })).toThrow(TypeError);
    // @ts-expect-error: the statement has no such parameter
    query.touch_session({ id: "a", at, limit: 1 });
    const others = { id: "a", at, limit: 1 };
    // @ts-expect-error: nor where the values come from somewhere else
    query.touch_session(others);
    // @ts-expect-error: text is no moment
    query.touch_session({ id: "a", at: "2031-02-03" });
    // @ts-expect-error: a moment is no id
    query.end_sessions({ id: at });
    // @ts-expect-error: an id of the application is not yet what the database stores
    query.end_sessions({ id: crypto.randomUUID() });
    // @ts-expect-error: there is no such statement
    expect(query.drop_everything).toBeUndefined();
  });

  it("its rows have its columns, each of its type, and no other", () => {
    const rowOf = <Row>(bound: TypedStatement<Row>) => bound as unknown as Row;
    const row = rowOf(managing.take_token({ hash: "h", purpose: "p", pool: "users", at }));
    expectTypeOf(row).toEqualTypeOf<{
      readonly hash: string;
      readonly user_id: StoredId;
      readonly payload: StoredJson | null;
      readonly expires_at: StoredMoment;
    }>();
  });
});
