import { postgres, sqlite } from "@latchkey/sql";
import { describe, expect, it } from "vitest";
import { postgresError } from "../support/fake-executor.ts";

describe("what an error of a database says", () => {
  it("a table or a schema is missing on PostgreSQL, by its code", () => {
    expect(["42P01", "3F000", "42501", "23505"].map((code) => postgres.isMissing(postgresError(code)))).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  it("the role lacks a right on PostgreSQL, by its code", () => {
    expect(["42501", "42P01", "42502"].map((code) => postgres.isDenied(postgresError(code)))).toEqual([
      true,
      false,
      false,
    ]);
  });

  it("a table is missing on SQLite and D1, and a file is read-only, by the message", () => {
    const errors = ["no such table: auth_users", "D1_ERROR: no such table: x", "attempt to write a readonly database"];
    expect(errors.map((message) => sqlite.isMissing(new Error(message)))).toEqual([true, true, false]);
    expect(errors.map((message) => sqlite.isDenied(new Error(message)))).toEqual([false, false, true]);
  });

  it.each([null, undefined, "no such table", { message: "readonly database" }, 42501])(
    "nothing, where %j was thrown",
    (thrown) => {
      for (const dialect of [sqlite, postgres]) {
        expect(dialect.isMissing(thrown)).toBe(false);
        expect(dialect.isDenied(thrown)).toBe(false);
      }
    },
  );
});
