import { migrationFiles, postgres, sqlite } from "@latchkey/sql";
import { describe, expect, it } from "vitest";

describe("a migration file", () => {
  it("is named by its number and what it makes", async () => {
    for (const dialect of [sqlite, postgres]) {
      expect((await migrationFiles(dialect, { transaction: true })).map(({ name }) => name)).toEqual([
        "0001_accounts.sql",
        "0002_tokens.sql",
        "0003_identities.sql",
        "0004_user_search.sql",
        "0005_audit.sql",
        "0006_ways_in.sql",
      ]);
    }
  });

  it("is one transaction by its own words, or has none", async () => {
    const [own] = await migrationFiles(postgres, { transaction: true });
    const [bare] = await migrationFiles(postgres, { transaction: false });
    expect(own!.sql).toMatch(/^begin;\n\ncreate table .*;\n\ncommit;\n$/s);
    expect(own!.sql).toBe(`begin;\n\n${bare!.sql}\ncommit;\n`);
    expect(bare!.sql).toMatch(/^create table .*;\n$/s);
  });

  it("makes the journal and notes itself as applied first", async () => {
    const files = await migrationFiles(sqlite, { transaction: false, prefix: "x_" });
    const texts = files.map(({ sql }) => sql.split(";\n\n"));
    for (const [at, [journal, note]] of texts.entries()) {
      expect(journal).toMatch(/^create table if not exists "x_migrations" \(/);
      const name = ["accounts", "tokens", "identities", "user_search", "audit", "ways_in"][at];
      expect(note).toBe(`insert into "x_migrations" ("step", "name") values (${at + 1}, '${name}')`);
    }
  });

  it("creates the chosen schema, and no schema where none was chosen", async () => {
    const chosen = await migrationFiles(postgres, { schema: "vault", transaction: true });
    for (const { sql } of chosen)
      expect(sql).toMatch(/^begin;\n\ncreate schema if not exists "vault";\n\ncreate table/);
    expect((await migrationFiles(postgres, { transaction: true }))[0]!.sql).not.toContain("schema");
  });

  it("has a line for each column and constraint of a table, and the rest as it is", async () => {
    const [file] = await migrationFiles(sqlite, { transaction: false });
    const texts = file!.sql.split(";\n\n");
    expect(texts.find((text) => text.startsWith('create table "auth_tokens"'))).toBe(
      [
        'create table "auth_tokens" (',
        '  "hash" text not null primary key,',
        '  "purpose" text not null,',
        '  "pool" text not null,',
        '  "user_id" text not null references "auth_users" ("id") on delete cascade,',
        '  "payload" text,',
        '  "expires_at" integer not null,',
        '  constraint "auth_tokens_user_id_purpose" unique ("user_id", "purpose")',
        ") without rowid",
      ].join("\n"),
    );
    expect(texts.find((text) => text.startsWith('create table "auth_users"'))).toMatch(/"username"\)\n\)$/);
    expect(texts).toContain('create index "auth_api_keys_user_id" on "auth_api_keys" ("user_id", "created_at")');
    expect(texts.filter((text) => /^\s|\s;?\n?$|  \)/.test(text.replace(/;\n$/, "")))).toEqual([]);
  });

  it("refuses a prefix and a schema that are no plain names", async () => {
    await expect(migrationFiles(sqlite, { prefix: "A", transaction: true })).rejects.toThrow(/^prefix must be/);
    await expect(migrationFiles(postgres, { schema: "A", transaction: true })).rejects.toThrow(/^schema must be/);
    await expect(migrationFiles(sqlite, { schema: "auth", transaction: true })).rejects.toThrow(
      /^schema is for PostgreSQL/,
    );
  });
});
