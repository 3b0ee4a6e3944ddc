import { DatabaseSync } from "node:sqlite";
import { migrationFiles, sqlite } from "@latchkey/sql";
import { describe, expect, it } from "vitest";
import type { Kind } from "../../queries/kinds.ts";
import { tables } from "../../queries/tables.ts";
import { statementsOf } from "../../queries/write.ts";
import { deferredStatements } from "../../src/lib/generated/deferred-statements.ts";
import { statements as common } from "../../src/lib/generated/statements.ts";
import { render } from "../../src/lib/statements/render.ts";

const database = new DatabaseSync(":memory:");
for (const { sql } of await migrationFiles(sqlite, { transaction: false })) database.exec(sql);

const types: Readonly<Record<string, string>> = {
  string: "text",
  number: "integer",
  StoredId: "text",
  StoredBoolean: "integer",
  StoredMoment: "integer",
  StoredJson: "text",
};

const statements = { ...common, ...deferredStatements };

describe("what the queries know of the database", () => {
  it.each(Object.entries(tables))("the table %s has these columns after the newest migration", (name, columns) => {
    const migrated = database
      .prepare("select name, type, [notnull] from pragma_table_info(?)")
      .all(`auth_${name}`)
      .map((column) => [column.name, String(column.type).toLowerCase(), column.notnull]);
    const known = Object.entries<Kind<unknown>>(columns).map(([column, { text }]) => {
      const [type = "", orNull] = text.split(" | ");
      return [column, types[type], orNull === undefined ? 1 : 0];
    });
    // A column that was added later is the last one of its table.
    expect(migrated.sort()).toEqual(known.sort());
  });

  const known = statementsOf("sqlite");

  it("every statement is generated", () => expect(Object.keys(statements)).toEqual([...known.keys()]));

  it.each([...known])("%s returns the columns that its type says", (name, { columns }) => {
    const text = statements[name as keyof typeof statements].replaceAll('"~', '"auth_');
    const prepared = database.prepare(render(text, sqlite.statements).sql);
    expect(prepared.columns().map((column) => column.name)).toEqual(Object.keys(columns));
  });
});
