/** What each operation costs whatever the machine: statements, round trips, heap, bytes of cookie. */

import { measure } from "../lib/measure.ts";
import type { Column } from "../lib/outcome.ts";
import type { Plan, Step, TableOptions } from "../lib/plan.ts";

export const title = "Statements, round trips, heap and cookie";

const operations = [
  ["me", "GET /me"],
  ["getUser", "getUser"],
  ["verifyToken", "verifyToken"],
  ["signIn", "sign-in"],
  ["signUp", "sign-up"],
  ["signOut", "sign-out"],
  ["refresh", "refresh"],
  ["list", "list"],
] as const;

const aboutStatements = `
Counted in the driver, warm, with begin and commit as statements of their own; what goes on within 5 ms behind an answer counts as well.`;

const aboutHeap = `
What one operation leaves on the JavaScript heap to be collected: the growth of the heap over hundreds of
operations in which it did not run, in a process with room for them. GET /me without the making of its \`Request\`, and with the
reading of its answer.`;

export async function run(options: TableOptions): Promise<void> {
  const common = { passwords: "none", people: { accounts: 20, sessions: 1 } } as const;
  const rounds = options.quick ? 3 : 9;
  const plans: Plan[] = [
    {
      ...common,
      table: "counts-sqlite",
      title: "Statements and cookie, SQLite",
      about: `${aboutStatements} The cookie is measured as the browser sends it.`,
      database: "sqlite",
      steps: [statements([writes]), cookie],
      rounds,
    },
    {
      ...common,
      table: "counts-postgres",
      title: "Statements and round trips, PostgreSQL",
      about: `${aboutStatements} Statements and round trips as they go over the wire; several statements can share a round trip.`,
      database: "postgres",
      steps: [statements(counted("round trips", ".trips"))],
      rounds,
    },
    {
      ...common,
      table: "heap",
      title: "Heap per operation, SQLite",
      about: aboutHeap,
      database: "sqlite",
      steps: [heap(options.quick ? 200 : 1000)],
      rounds,
      flags: ["--min-semi-space-size=256", "--max-semi-space-size=256"],
    },
  ];
  for (const plan of plans) await measure(plan, options);
}

const writes: Step["columns"][number] = {
  ...count("writes", "writes in GET /me, getUser and list", ""),
  from: "writes",
};

function statements(more: Step["columns"]): Step {
  return { ask: { job: "count" }, columns: [...counted("statements", ""), ...more] };
}

function counted(unit: string, suffix: "" | ".trips"): Step["columns"] {
  return operations.map(([key, name]) => ({ ...count(`${key}${suffix}`, name, unit), from: `${key}${suffix}` }));
}

const cookie: Step = {
  ask: { job: "cookie" },
  columns: [
    { ...count("cookie", "session cookie", "bytes"), from: "cookieBytes" },
    { ...count("cookie-value", "its value alone", "bytes"), from: "valueBytes" },
    { ...count("set-cookie", "Set-Cookie on GET /me", ""), from: "setCookies" },
  ],
};

function heap(times: number): Step {
  const column = (key: string, name: string) => ({ ...count(key, name, "KiB"), from: key });
  return { ask: { job: "heap", operations: times }, columns: [column("me", "GET /me"), column("getUser", "getUser")] };
}

function count(key: string, name: string, unit: string): Column {
  return { key, title: name, unit, better: "lower" };
}
