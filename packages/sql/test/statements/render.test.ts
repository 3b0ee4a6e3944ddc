import { postgres, sqlite } from "@latchkey/sql";
import { describe, expect, it } from "vitest";
import { render } from "../../src/lib/statements/render.ts";

const text = 'update "~users" set "email" = :to, "updated_at" = :at where "id" = :id and "email" <> :to';

describe("a statement with named parameters", () => {
  it("has a question mark for each use of a name on SQLite", () => {
    expect(render(text, sqlite.statements)).toEqual({
      sql: 'update "~users" set "email" = ?, "updated_at" = ? where "id" = ? and "email" <> ?',
      parameters: ["to", "at", "id", "to"],
    });
  });

  it("has one number for each name on PostgreSQL, however often it is used", () => {
    expect(render(text, postgres.statements)).toEqual({
      sql: 'update "~users" set "email" = $1, "updated_at" = $2 where "id" = $3 and "email" <> $1',
      parameters: ["to", "at", "id"],
    });
  });

  it("reads a moment as it is stored on SQLite, and as milliseconds on PostgreSQL", () => {
    const moments = 'select milliseconds("u"."created_at") as "created_at", milliseconds("ends_at") as "end" where :x';
    expect(render(moments, sqlite.statements).sql).toBe(
      'select "u"."created_at" as "created_at", "ends_at" as "end" where ?',
    );
    expect(render(moments, postgres.statements).sql).toBe(
      `select (date_part('epoch', "u"."created_at") * 1000)::int8 as "created_at", ` +
        `(date_part('epoch', "ends_at") * 1000)::int8 as "end" where $1`,
    );
  });
});
