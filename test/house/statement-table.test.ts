import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { promised } from "../support/query-log.ts";
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

it("docs/statements.md says what every operation asks of storage, and every storage call of the database", async () => {
  const operations = [...(await hearOperations())].map(([name, calls]) => [
    name,
    String(calls.length),
    calls.map((call) => `\`${call}\``).join(", ") || "–",
  ]);
  const calls = Object.entries(promised)
    .filter(([name]) => /^[a-zA-Z]+\.[a-zA-Z]+/.test(name))
    .map(([name, trips]) => [
      `\`${name}\``,
      trips.map((trip) => (typeof trip === "string" ? trip : `[${trip.join(", ")}]`)).join(", "),
    ]);

  const text = `${HEAD}
## Operations

${table(["operation", "round trips", "storage calls, in order"], operations)}

## Storage calls

Statements in brackets are one batch: one transaction, one round trip. The test counts on better-sqlite3, node:sqlite,
PostgreSQL (on the wire) and D1.

${table(["call", "statements"], calls)}
`;
  if (process.env.UPDATE_DOCS) writeFileSync(file, text);
  expect(readFileSync(file, "utf8")).toBe(text);
});
