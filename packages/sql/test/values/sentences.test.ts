import { postgres, sqlite } from "@latchkey/sql";
import { describe, expect, it } from "vitest";
import {
  checkLimit,
  millisecondsOf,
  orNull,
  parseJson,
  readInteger,
  readJson,
  readMoment,
  readText,
  requireStorable,
} from "../../src/lib/values/codecs.ts";

const unexpected = (expected: string) =>
  TypeError(`the database returned something else where ${expected} was expected`);

describe("a value that cannot be read", () => {
  it.each<readonly [string, () => unknown]>([
    ["text", () => readText(1 as never)],
    ["text", () => sqlite.codecs.id.read(null as never)],
    ["text", () => postgres.codecs.id.read(undefined as never)],
    ["text", () => sqlite.codecs.json.read({} as never)],
    ["a whole number", () => readInteger("1" as never)],
    ["a whole number", () => readMoment("2031-02-03" as never)],
    ["a moment", () => readMoment(8_640_000_000_000_001 as never)],
    ["a JSON object", () => readJson("text")],
    ["a JSON object", () => readJson(null)],
    ["JSON", () => parseJson("{")],
    ["0 or 1", () => sqlite.codecs.boolean.read(2 as never)],
    ["a boolean", () => postgres.codecs.boolean.read(1 as never)],
  ])("is told as not being %s", (expected, read) => expect(read).toThrow(unexpected(expected)));

  it("hides what the runtime would quote of it", () => {
    const error = (() => {
      try {
        return parseJson("{ secret");
      } catch (thrown) {
        return thrown as Error;
      }
    })();
    expect(error).toEqual(unexpected("JSON"));
    expect((error as Error).cause).toBeUndefined();
  });
});

describe("a value that cannot be kept", () => {
  it.each(["0001-01-01T00:00:00.000Z", "9999-12-31T23:59:59.999Z"])("is none of the years 1 to 9999: %s is", (edge) => {
    const moment = new Date(edge);
    const outside = new Date(moment.getTime() + (edge.startsWith("0") ? -1 : 1));
    expect(millisecondsOf(moment)).toBe(moment.getTime());
    for (const { codecs } of [sqlite, postgres]) {
      codecs.moment.write(moment);
      for (const bad of [outside, new Date(Number.NaN)])
        expect(() => codecs.moment.write(bad)).toThrow(RangeError("a moment must lie in the years 1 to 9999"));
    }
  });

  it.each([-1, 0.5, Number.NaN, 2 ** 53, "1" as never])("is a limit that is no whole number: %j", (limit) => {
    expect(() => checkLimit(limit)).toThrow(RangeError("limit must be a whole number from 0"));
  });

  it("is no limit from 0", () => expect([0, 1, 2 ** 53 - 1].map(checkLimit)).toEqual([0, 1, 2 ** 53 - 1]));

  it.each(["\0", "a\0b", "\ud800", "\udc00a"])("is the text %j", (text) => {
    expect(() => requireStorable(text)).toThrow(RangeError("text must be well-formed Unicode without NUL"));
  });

  it("is no other text", () => {
    for (const text of ["", "a", "\u{1f511}", "\u0001"]) expect(requireStorable(text)).toBeUndefined();
  });
});

describe("a value that is kept", () => {
  const { codecs: onSqlite } = sqlite;
  const { codecs: onPostgres } = postgres;
  const at = new Date("2031-02-03T04:05:06.789Z");

  it("is a number or text on SQLite", () => {
    expect([true, false].map(onSqlite.boolean.write)).toEqual([1, 0]);
    expect(onSqlite.moment.write(at)).toBe(at.getTime());
    expect(onSqlite.json.write({ b: 1, a: [2] })).toBe('{"b":1,"a":[2]}');
    expect(onSqlite.id.write("any text")).toBe("any text");
    expect(onSqlite.earliest).toBeLessThan(Date.parse("0001-01-01T00:00:00.000Z"));
  });

  it("is what PostgreSQL takes as a boolean, a timestamptz and json", () => {
    expect([true, false].map(onPostgres.boolean.write)).toEqual([true, false]);
    expect(onPostgres.moment.write(at)).toBe("2031-02-03T04:05:06.789Z");
    expect(onPostgres.json.write({ b: 1, a: [2] })).toBe('{"b":1,"a":[2]}');
    expect(onPostgres.earliest).toBe("-infinity");
  });

  it("is an id that PostgreSQL finds only in the one spelling that we write", () => {
    const id = "6f1d9c3a-4b8e-4c5f-9a2b-0123456789ab";
    expect(onPostgres.id.write(id)).toBe(id);
    const others = [id.toUpperCase(), `{${id}}`, id.replaceAll("-", ""), `${id}0`, `0${id}`, `${id}\n`, "", "x"];
    expect(others.map(onPostgres.id.write)).toEqual(others.map(() => null));
  });

  it("comes back as it was, and null stays null", () => {
    for (const value of [null, { a: 1 }]) {
      const read = orNull(onSqlite.json.read, orNull(onSqlite.json.write, value));
      expect(read).toEqual(value);
    }
    expect(onPostgres.json.read({ a: 1 } as never)).toEqual({ a: 1 });
    expect(readMoment(at.getTime() as never)).toEqual(at);
    expect(readInteger(7n as never)).toBe(7);
  });
});
