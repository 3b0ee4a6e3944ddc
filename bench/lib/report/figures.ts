/** The figures that we hold ourselves to. What they are compared with is measured in the same run. */

import { NATIVE } from "../plan.ts";
import type { Figure } from "./judge.ts";

const names: Readonly<Record<string, string>> = { limit: "the limit", lucia: "Lucia", [NATIVE]: "the native hash" };

/** So many times what somebody else has, or more. */
function times(what: string, table: string, column: string, least: Readonly<Record<string, number>>): Figure[] {
  return Object.entries(least).map(([row, atLeast]) => ({
    what,
    target: `≥ ${atLeast} × ${names[row] ?? row}`,
    of: { table, row: "latchkey", column },
    over: { table, row, column },
    atLeast,
    unit: "",
  }));
}

/** In each of these numbers in flight. */
function inFlight(
  numbers: readonly number[],
  what: string,
  table: string,
  column: string,
  least: Readonly<Record<string, number>>,
): Figure[] {
  return numbers.flatMap((number) => times(`${what}, ${number} in flight`, table, `${column}-${number}`, least));
}

function most(
  what: string,
  [table, column, row = "latchkey"]: readonly string[],
  atMost: number,
  unit = "",
  more: Partial<Figure> = {},
): Figure {
  const of = { table: table!, row, column: column! };
  return { what, target: atMost === 0 ? "none" : `≤ ${atMost} ${unit}`.trim(), of, atMost, unit, ...more };
}

const whileHashing = (part: "p50" | "p99", atMost: number, limitHad: number): Figure =>
  most(`GET /me while 8 sign-ins hash, ${part}`, ["me-while-hashing", part], atMost, "ms", {
    target: `≤ ${atMost} ms on a machine where the limit has ${limitHad}`,
    showsLimit: true,
  });

/** What others notice of one client that floods. */
function duringFloods(name: string, row: string): Figure[] {
  const floods = { bodies: "2 MB bodies", argon2id: "an argon2id flood", burst: "a burst of 400 sign-ins" };
  const slow = Object.entries(floods).map(([key, flood]) =>
    most(`GET /me during ${flood}, ${name}, p99`, ["floods", `${key}_p99`, row], 50, "ms"),
  );
  const of = { table: "floods", row, column: "unknown_in" };
  return [
    ...slow,
    { what: `right sign-ins of others during a flood, ${name}`, target: "≥ 19 of 20", of, atLeast: 19, unit: "" },
  ];
}

export const figures: readonly Figure[] = [
  ...inFlight([1, 16], "GET /me, SQLite", "me-sqlite", "me", { limit: 0.85, "better-auth": 35, lucia: 2 }),
  ...inFlight([1, 16], "getUser, SQLite", "me-sqlite", "getUser", { limit: 0.85 }),
  ...inFlight([1, 16], "GET /me, PostgreSQL", "me-postgres", "me", { limit: 0.85, "better-auth": 8 }),
  most("verifyToken", ["me-sqlite", "verify-token"], 15, "µs"),
  whileHashing("p50", 0.3, 0.16),
  whileHashing("p99", 1, 0.43),
  most("event loop late with 8 sign-ins in flight, p99", ["me-while-hashing", "lateness-p99"], 4, "ms", {
    showsLimit: true,
  }),
  ...(["sqlite", "postgres"] as const).flatMap((database) =>
    duringFloods(database === "sqlite" ? "SQLite" : "PostgreSQL", database),
  ),
  ...inFlight([1, 2, 8, 64], "sign-in", "sign-in", "sign-in", { [NATIVE]: 0.97 }),
  ...times("sign-in, its hash taken out", "sign-in-without-hash", "sign-in", { limit: 0.5, "better-auth": 10 }),
  ...times("sign-up, its hash taken out", "sign-in-without-hash", "sign-up", { limit: 0.5, "better-auth": 10 }),
  most("statements of GET /me", ["counts-sqlite", "me"], 1),
  most("statements of getUser", ["counts-sqlite", "getUser"], 1),
  most("statements of a sign-in, with the limit on guessing", ["counts-postgres", "signIn"], 2),
  most("round trips of a sign-up", ["counts-postgres", "signUp.trips"], 1),
  most("statements of a sign-out", ["counts-sqlite", "signOut"], 1),
  most("statements of a refresh", ["counts-sqlite", "refresh"], 1),
  most("statements of verifyToken", ["counts-sqlite", "verifyToken"], 0),
  most("writes in GET /me, getUser and list", ["counts-sqlite", "writes"], 0),
  most("heap of GET /me", ["heap", "me"], 16, "KiB"),
  most("heap of getUser", ["heap", "getUser"], 8, "KiB"),
  most("session cookie, its value", ["counts-sqlite", "cookie-value"], 260, "bytes"),
  most("Set-Cookie headers on GET /me", ["counts-sqlite", "set-cookie"], 0),
  most("twelve-line app on memory, gzip", ["size", "gzip", "Latchkey, memory"], 12, "kB"),
  most("twelve-line app on SQLite, gzip", ["size", "gzip", "Latchkey, SQLite"], 40, "kB"),
  most("twelve-line app on PostgreSQL, gzip", ["size", "gzip", "Latchkey, PostgreSQL"], 40, "kB"),
  most("twelve-line app on D1, gzip", ["size", "gzip", "Latchkey, D1"], 40, "kB"),
  most("packages in an install without a driver", ["install", "packages", "Latchkey, no driver"], 6),
  most("install without a driver", ["install", "megabytes", "Latchkey, no driver"], 6, "MB"),
  most("install scripts", ["install", "scripts", "Latchkey, no driver"], 0),
  most("workerd: start and first answer over an empty worker", ["workerd-start", "excess"], 0.25, "", {
    target: "≤ 0.25 × better-auth",
    over: { table: "workerd-start", row: "better-auth", column: "excess" },
  }),
  most("import of core and http over bare Node", ["import", "installed", "Latchkey, core and http"], 15, "ms"),
  most("import with the SQLite adapter over bare Node", ["import", "installed", "Latchkey, SQLite"], 30, "ms"),
  ...["SQLite", "PostgreSQL"].map((database) =>
    most(
      `GET /me at 10⁷ sessions, ${database}`,
      [database === "SQLite" ? "scale-sqlite" : "scale-postgres", "me_ratio", "10000000"],
      1.5,
      "",
      {
        target: "≤ 1.5 × its time at 10³",
      },
    ),
  ),
];
