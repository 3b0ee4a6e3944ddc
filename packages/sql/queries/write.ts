import { sql, type Compilable } from "kysely";
import { apiKeys } from "./api-keys.ts";
import { changeUsers } from "./change-users.ts";
import { counters } from "./counters.ts";
import { deleteUsers } from "./delete-users.ts";
import { dialects } from "./dialects.ts";
import { findUsers } from "./find-users.ts";
import { insertSessions } from "./insert-sessions.ts";
import { insertUsers } from "./insert-users.ts";
import { accounts } from "./migrations/001-accounts.ts";
import { tokens as tokensStep } from "./migrations/002-tokens.ts";
import type { Step } from "./migrations/step.ts";
import { compile, type Compiled, type Write, type Writer } from "./query.ts";
import { sessions } from "./sessions.ts";
import { sweep } from "./sweep.ts";
import { table, type Tables } from "./tables.ts";
import { tokens } from "./tokens.ts";

type DialectName = keyof typeof dialects;

const stores: readonly ((writer: Writer) => Record<string, Write>)[] = [
  insertUsers,
  findUsers,
  changeUsers,
  deleteUsers,
  insertSessions,
  sessions,
  tokens,
  counters,
  apiKeys,
  sweep,
];
const steps: readonly Step[] = [accounts, tokensStep];

const HEAD = '/* Written by "npm run sql" from the queries beside src: change them, not this. */\n';

/** The files below `src/lib/written`: every statement and migration of each dialect, and what the statements are run with. */
export function writtenFiles(): Readonly<Record<string, string>> {
  const sqlite = compileAll("sqlite");
  const postgres = compileAll("postgres");
  const orders = (all: Map<string, Compiled>) => JSON.stringify([...all].map(([name, { values }]) => [name, values]));
  if (orders(sqlite) !== orders(postgres))
    throw new TypeError("a statement takes its values in one order on SQLite and in another on PostgreSQL");
  return {
    "values.ts": `${HEAD}
/** What each statement is run with, in the order of its placeholders. */
export const values = {
${[...sqlite].map(([name, { values }]) => `  ${name}: ${JSON.stringify(values)},`).join("\n")}
} as const;
`,
    "sqlite.ts": dialectFile("sqlite", sqlite),
    "postgres.ts": dialectFile("postgres", postgres),
  };
}

function compileAll(dialect: DialectName): Map<string, Compiled> {
  const writes = stores.flatMap((store) => Object.entries(store({ dialect, db: dialects[dialect], table })));
  return new Map(writes.map(([name, write]) => [name, compile(write)]));
}

function dialectFile(dialect: DialectName, statements: Map<string, Compiled>): string {
  const db = dialects[dialect];
  const migrations = steps.map(({ number, name, write }) => {
    const note = `insert into "${table("migrations")}" ("step", "name") values (${number}, '${name}')`;
    const texts = [note, ...write(db, (plain) => table(plain as keyof Tables), dialect).map(text)];
    return `  { number: ${number}, name: "${name}", statements: [\n${texts.map((line) => `    ${quoted(line)},`).join("\n")}\n  ] },`;
  });
  return `${HEAD}
import type { Migration, Texts } from "../texts.ts";

const migrations: readonly Migration[] = [
${migrations.join("\n")}
];

/** With "~" where the prefix of the tables belongs. */
export const ${dialect}Texts: Texts = {
  journal: ${quoted(text(journal(dialect)))},
  migrations,
  statements: {
${[...statements].map(([name, { sql: line }]) => `    ${name}: ${quoted(line)},`).join("\n")}
  },
};
`;
}

/** The table that remembers which steps were applied. */
function journal(dialect: DialectName): Compilable {
  return dialects[dialect].schema
    .createTable(table("migrations"))
    .ifNotExists()
    .addColumn("step", "integer", (column) => column.primaryKey().notNull())
    .addColumn("name", "text", (column) => column.notNull())
    .addColumn("applied_at", sql.raw(dialect === "postgres" ? "timestamptz" : "text"), (column) =>
      column.notNull().defaultTo(sql.raw("current_timestamp")),
    );
}

function text(query: Compilable): string {
  return query.compile().sql;
}

/** A string in the code, in the quotes that need no escapes. */
function quoted(line: string): string {
  if (/(?<!")~/.test(line)) throw new TypeError(`"~" stands for the prefix, at the start of a name alone: ${line}`);
  return line.includes("`") || line.includes("\\") || line.includes("${") ? JSON.stringify(line) : `\`${line}\``;
}
