/** A session's later life: extended, and listed with the others of its user. */

import type { OperationName } from "../lib/asks.ts";
import { measure } from "../lib/measure.ts";
import type { Step, TableOptions } from "../lib/plan.ts";

export const title = "Refresh and list of sessions";

const about = `
Refresh: the session of the cookie is extended, in the database, whatever its age. List: the sessions of the user who asks, five of
them. One in flight, 40 people in turn, answers read to the end. Where a refresh gives a new cookie, that one is used from then on.`;

export async function run(options: TableOptions): Promise<void> {
  const { quick } = options;
  for (const database of ["sqlite", "postgres"] as const) {
    await measure(
      {
        table: `life-${database}`,
        title: `Refresh and list, ${database === "sqlite" ? "SQLite" : "PostgreSQL"}`,
        about,
        database,
        passwords: "none",
        people: { accounts: quick ? 10 : 40, sessions: 5 },
        steps: [load("refresh", quick), load("list", quick)],
        rounds: quick ? 3 : 21,
      },
      options,
    );
  }
}

function load(operation: OperationName, quick: boolean): Step {
  return {
    ask: { job: "load", operation, inFlight: 1, milliseconds: quick ? 100 : 250 },
    columns: [{ key: operation, title: operation, unit: "a second", better: "higher", from: "perSecond" }],
  };
}
