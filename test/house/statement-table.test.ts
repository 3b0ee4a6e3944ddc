import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { isStep, promised } from "../support/query-log.ts";
import { hearOperations } from "../support/operations.ts";

const file = join(import.meta.dirname, "../../docs/statements.md");

const HEAD = `# What each operation asks of the database

A test writes this page, and fails when a count changes. To write it:
\`UPDATE_DOCS=1 npm test -- test/house/statement-table.test.ts\`.

A storage call is one round trip on PostgreSQL and D1. On Cloudflare D1 a statement that is found by its key reads one
row for each table it names.
`;

const row = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
const table = (head: readonly string[], rows: readonly (readonly string[])[]) =>
  [row(head), row(head.map(() => "---")), ...rows.map(row)].join("\n");

function textOf(trip: (typeof promised)[string][number]): string {
  if (typeof trip === "string") return trip;
  return isStep(trip) ? `${list(trip.first)} then ${list(trip.next)}` : list(trip);
}

const list = (statements: readonly string[]) => `[${statements.join(", ")}]`;

it("docs/statements.md says what every operation asks of storage, and every storage call of the database", async () => {
  const operations = [...(await hearOperations())].map(([name, calls]) => [
    name,
    String(calls.length),
    calls.map((call) => `\`${call}\``).join(", ") || "–",
  ]);
  const calls = Object.entries(promised)
    .filter(([name]) => /^[a-zA-Z]+\.[a-zA-Z]+/.test(name))
    .map(([name, trips]) => [`\`${name}\``, trips.map(textOf).join(", ") || "–"]);

  const text = `${HEAD}
## Operations

${table(["operation", "round trips", "storage calls, in order"], operations)}

## Storage calls

Statements in brackets are one batch: one transaction, one round trip. The test counts on better-sqlite3, node:sqlite,
PostgreSQL (on the wire) and D1. Two brackets with "then" are one transaction in two round trips: the first locks the
head of the audit log. On D1 the first reads the head alone, and the second is everything else.

${table(["call", "statements"], calls)}
`;
  if (process.env.UPDATE_DOCS) writeFileSync(file, text);
  expect(readFileSync(file, "utf8")).toBe(text);
});
