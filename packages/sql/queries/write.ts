import { sql, type Compilable } from "kysely";
import { apiKeys } from "./api-keys.ts";
import { audit } from "./audit.ts";
import { changeUsers } from "./change-users.ts";
import { checkPrefix, compile, db, dialects } from "./compile.ts";
import { counters } from "./counters.ts";
import { deleteUsers } from "./delete-users.ts";
import { factors } from "./factors.ts";
import { findUsers } from "./find-users.ts";
import { identities } from "./identities.ts";
import { insertSessions } from "./insert-sessions.ts";
import { insertUsers } from "./insert-users.ts";
import type { Kinds } from "./kinds.ts";
import { lastUsers } from "./last-users.ts";
import { accounts } from "./migrations/001-accounts.ts";
import { tokens as tokensStep } from "./migrations/002-tokens.ts";
import { identities as identitiesStep } from "./migrations/003-identities.ts";
import { userSearch } from "./migrations/004-user-search.ts";
import { audit as auditStep } from "./migrations/005-audit.ts";
import { waysIn } from "./migrations/006-ways-in.ts";
import type { Step } from "./migrations/step.ts";
import { passkeys } from "./passkeys.ts";
import { searchUsers } from "./search-users.ts";
import { sessions } from "./sessions.ts";
import type { QueryContext, Statement } from "./statement.ts";
import { sweep } from "./sweep.ts";
import { PREFIX } from "./tables.ts";
import { tokens } from "./tokens.ts";
import { userRecords } from "./user-records.ts";
import { uses } from "./uses.ts";

type DialectName = keyof typeof dialects;

type Store = (context: QueryContext) => Record<string, Statement>;

const stores: readonly Store[] = [insertUsers, findUsers, changeUsers, insertSessions, sessions, counters, apiKeys];
/**
 * What an application with passwords alone never asks. It is loaded at the first use: by mails with links, accounts at
 * providers, passkeys, second factors, the audit log, whoever manages or deletes users, and when what has expired is
 * deleted.
 */
const deferred: readonly Store[] = [
  deleteUsers,
  tokens,
  identities,
  passkeys,
  factors,
  uses,
  audit,
  searchUsers,
  lastUsers,
  userRecords,
  sweep,
];
const steps: readonly Step[] = [accounts, tokensStep, identitiesStep, userSearch, auditStep, waysIn];

const HEAD = '/* Written by "npm run sql" from packages/sql/queries: change the queries, not this file. */\n';

/** Every statement, by name. */
export function statementsOf(dialect: DialectName, of = [...stores, ...deferred]): ReadonlyMap<string, Statement> {
  return new Map(of.flatMap((store) => Object.entries(store({ db, dialect }))));
}

/** The files of `src/lib/generated`, by name. */
export function generatedFiles(): Readonly<Record<string, string>> {
  return {
    "statements.ts": statementsFile(stores, {
      prefix: "",
      what: "Every statement but the deferred ones",
    }),
    "deferred-statements.ts": statementsFile(deferred, {
      prefix: "deferred",
      what: "Each statement that is loaded at its first use",
    }),
    "sqlite-migrations.ts": migrationsFile("sqlite"),
    "postgres-migrations.ts": migrationsFile("postgres"),
  };
}

/** @param naming `prefix`: what the exported names begin with */
function statementsFile(of: readonly Store[], { prefix, what }: { prefix: string; what: string }): string {
  const named = (name: string) => (prefix === "" ? name : prefix + name[0]!.toUpperCase() + name.slice(1));
  const typesName = `${prefix.slice(0, 1).toUpperCase()}${prefix.slice(1)}StatementTypes`;
  const postgres = statementsOf("postgres", [...of]);
  const types: string[] = [];
  const texts: string[] = [];
  const variants: string[] = [];
  for (const [name, statement] of statementsOf("sqlite", [...of])) {
    const [text, onPostgres] = [compile(statement), compile(postgres.get(name)!)];
    types.push(`${name}: { parameters: ${typeText(statement.parameters)}; row: ${typeText(statement.columns)} };`);
    texts.push(`${name}: ${quoted(text)},`);
    if (onPostgres !== text) variants.push(`${name}: ${quoted(onPostgres)},`);
  }
  const kinds = ["StoredBoolean", "StoredId", "StoredJson", "StoredMoment"];
  const imported = kinds.filter((kind) => types.some((text) => text.includes(kind)));
  return `${HEAD}
import type { ${imported.join(", ")} } from "../values/stored.ts";

/** ${what}: what it takes, and the columns of the rows that it returns. */
export interface ${typesName} {
${indented(types)}
}

/**
 * \`:name\` is a parameter, \`"${PREFIX}\` is where the prefix of the tables belongs, and each dialect has its own
 * expression for \`milliseconds(…)\`, which reads a moment: see statements/render.ts.
 */
export const ${named("statements")}: Readonly<Record<keyof ${typesName}, string>> = {
${indented(texts)}
};

/** Where PostgreSQL needs another text: for its row locks, and to compare byte by byte. */
export const ${named("postgresVariants")}: Readonly<Partial<Record<keyof ${typesName}, string>>> = {
${indented(variants)}
};
`;
}

function typeText(kinds: Kinds): string {
  const fields = Object.entries(kinds).map(([name, { text }]) => `${name}: ${text}`);
  return fields.length === 0 ? "{}" : `{ ${fields.join("; ")} }`;
}

function migrationsFile(dialect: DialectName): string {
  const named = (name: string) => `${PREFIX}${name}`;
  const migrations = steps.map(({ number, name, write }) => {
    const note = `insert into "${named("migrations")}" ("step", "name") values (${number}, '${name}')`;
    const texts = [note, ...write(dialects[dialect], named, dialect).map(textOf)];
    const lines = texts.map((line) => `  ${quoted(line)},`);
    return [`{ number: ${number}, name: "${name}", statements: [`, ...lines, "] },"];
  });
  return `${HEAD}
/** Makes the table that remembers which migrations were applied. \`"${PREFIX}\` is where the prefix belongs. */
export const ${dialect}Journal = ${quoted(textOf(journal(dialect)))};

/** Oldest first. The first statement of each notes it as applied, so it cannot be applied twice. */
export const ${dialect}Migrations = [
${indented(migrations.flat())}
];
`;
}

function indented(lines: readonly string[]): string {
  return lines.map((line) => `  ${line}`).join("\n");
}

/** The table that remembers which steps were applied. */
function journal(dialect: DialectName): Compilable {
  return dialects[dialect].schema
    .createTable(`${PREFIX}migrations`)
    .ifNotExists()
    .addColumn("step", "integer", (column) => column.primaryKey().notNull())
    .addColumn("name", "text", (column) => column.notNull())
    .addColumn("applied_at", sql.raw(dialect === "postgres" ? "timestamptz" : "text"), (column) =>
      column.notNull().defaultTo(sql.raw("current_timestamp")),
    );
}

function textOf(query: Compilable): string {
  return checkPrefix(query.compile().sql);
}

/** A string in the code, in the quotes that need no escapes. */
function quoted(line: string): string {
  return line.includes("`") || line.includes("\\") || line.includes("${") ? JSON.stringify(line) : `\`${line}\``;
}
