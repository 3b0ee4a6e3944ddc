import type { JsonObject } from "../json.ts";

/** JSON that drivers, column types and codecs often change on the way. */
export const jsonSamples: readonly (JsonObject | null)[] = [
  null,
  {},
  { empty: [{}, [], "", null, false, 0], nested: { a: { b: { c: { d: { e: { f: [[[1]]] } } } } } } },
  {
    numbers: [
      0.1, -0.1, 5e-324, 2.2250738585072014e-308, 1.7976931348623157e308, 1e21, 1e-7, 123456789.12345679,
      9007199254740991, -9007199254740991, 0.30000000000000004,
    ],
  },
  {
    latin: "Zoë Åkesson",
    composed: "\u00e9",
    decomposed: "e\u0301",
    astral: "🦊 𝒳 \u{10ffff}",
    family: "👩‍👩‍👧‍👦",
    arabic: "مرحبا",
    separators: "\u2028\u2029\ufeff\u200b",
    controls: "\u0001\b\t\n\r\u001f\u007f\u0085",
    backslashes: "\\ \\\\ \\u0000 \\n \"quoted\" 'single' `tick`",
    sql: "'); drop table auth_users; -- ? $1 :name @name % _",
  },
  {
    date: "2031-02-03T04:05:06.789Z",
    number: "12",
    null: "null",
    object: '{"a":1}',
    boolean: "true",
    binary: "\\x00ff",
  },
  {
    "": 1,
    " ": 2,
    "a.b": 3,
    "0": 4,
    "-1": 5,
    constructor: 6,
    toString: 7,
    length: 8,
    é: 9,
    "🦊": 10,
    $ref: 11,
    "'": 12,
  },
  { long: "x".repeat(16_000) },
];
