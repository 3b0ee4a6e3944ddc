import { describe, expect, it } from "vitest";
import { postgresSchemas } from "../../src/lib/dialects/postgres-schemas.ts";
import { readNames, withNames } from "../../src/lib/statements/names.ts";

describe("the names of the tables", () => {
  it("start with auth_, or with the chosen prefix", () => {
    expect(withNames('select "~users"."id" from "~users"', readNames(null))).toBe(
      'select "auth_users"."id" from "auth_users"',
    );
    expect(withNames('delete from "~users"', readNames(null, "shop_"))).toBe('delete from "shop_users"');
  });

  it("carry no schema until it is known, and then in every place where a table is named as such", () => {
    const names = readNames(postgresSchemas, "x_");
    expect(names).toMatchObject({ prefix: "x_", schema: null });
    expect(withNames('select from "~users"', names)).toBe('select from "x_users"');
    names.schema = "auth";
    expect(withNames('select "~users"."id" from "~users" join "~pools" on true', names)).toBe(
      'select "x_users"."id" from "auth"."x_users" join "auth"."x_pools" on true',
    );
  });

  it("carry the chosen schema from the start", () => {
    expect(readNames(postgresSchemas, "x_", "auth")).toEqual({
      prefix: "x_",
      schemas: postgresSchemas,
      schema: "auth",
    });
  });

  it("refuse a schema where the database has none, and say what to do instead", () => {
    expect(() => readNames(null, "x_", "auth")).toThrow(TypeError("schema is for PostgreSQL: use prefix instead"));
  });

  it.each(["", "Auth_", "1_", "a-b", 'x"', "ü", "a".repeat(33), "\na", "a\n"])("refuse the prefix %j", (prefix) => {
    expect(() => readNames(null, prefix)).toThrow(/^prefix must be 1 to 32 lower-case letters, digits or '_'/);
  });

  it.each(["a", "_", "a1_", "a".repeat(32)])("accept the prefix %j", (prefix) => {
    expect(readNames(null, prefix).prefix).toBe(prefix);
  });
});
