/** Who is asking: GET /me, and the same by a call without HTTP. */

import type { OperationName } from "../lib/asks.ts";
import { measure } from "../lib/measure.ts";
import type { Plan, Step, TableOptions } from "../lib/plan.ts";

export const title = "GET /me and getUser";

const about = (accounts: number) => `
${accounts} people have a session each and are asked about in turn. A request is made, handed in, and its answer's body read to the end,
all inside the measured time; every answer must be that person's own. Before that it was checked that a cookie that was tampered with
is refused. No sockets: the handler is called with a \`Request\`. The event loop gets a turn every 10 ms, as it does between requests
that come by network. \`getUser\` is the call that server code makes, from the Cookie header to the user. Making the
\`Request\` and reading the answer is part of everybody's figure.`;

export async function run(options: TableOptions): Promise<void> {
  await measure(planFor("sqlite", options), options);
  await measure(planFor("postgres", options), options);
}

function planFor(database: "sqlite" | "postgres", { quick }: TableOptions): Plan {
  const milliseconds = quick ? 100 : 250;
  const accounts = quick ? 40 : 200;
  const verify: Step = {
    ask: { job: "load", operation: "verifyToken", inFlight: 1, milliseconds },
    columns: [{ key: "verify-token", title: "verifyToken", unit: "µs", better: "lower", from: "microseconds" }],
  };
  return {
    table: `me-${database}`,
    title: `GET /me and getUser, ${database === "sqlite" ? "SQLite" : "PostgreSQL"}`,
    about:
      database === "sqlite"
        ? `${about(accounts)} \`verifyToken\` checks the signature and the claims alone, without storage.`
        : about(accounts),
    database,
    passwords: "none",
    people: { accounts, sessions: 1 },
    steps: [
      load("me", "GET /me", 1, milliseconds),
      load("me", "GET /me", 16, milliseconds),
      load("getUser", "getUser", 1, milliseconds),
      load("getUser", "getUser", 16, milliseconds),
      ...(database === "sqlite" ? [verify] : []),
    ],
    rounds: quick ? 3 : 21,
  };
}

function load(operation: OperationName, name: string, inFlight: number, milliseconds: number): Step {
  return {
    ask: { job: "load", operation, inFlight, milliseconds },
    columns: [
      {
        key: `${operation}-${inFlight}`,
        title: `${name}, ${inFlight} in flight`,
        unit: "a second",
        better: "higher",
        from: "perSecond",
      },
    ],
  };
}
