/** What those who are signed in notice while others sign in. */

import { measure } from "../lib/measure.ts";
import type { TableOptions } from "../lib/plan.ts";

export const title = "GET /me while 8 sign-ins hash";

const about = `
Eight sign-ins are in flight all the time, each of a different account and with its real hash (PBKDF2-HMAC-SHA512, 100 000
iterations, where one can choose). Meanwhile one GET /me after the other is timed by itself, with 2 ms between them. In a window of its
own, with the same sign-ins, \`perf_hooks.monitorEventLoopDelay\` says by how much a timer of 1 ms is late. SQLite. Where an
answer takes a third of a second, a round has ten of them, and their p99 is the slowest.`;

export async function run(options: TableOptions): Promise<void> {
  const { quick } = options;
  const strain = { signIns: 8, milliseconds: quick ? 500 : 3000 };
  const common = { unit: "ms", better: "lower" } as const;
  await measure(
    {
      table: "me-while-hashing",
      title,
      about,
      database: "sqlite",
      passwords: "pbkdf2",
      people: { accounts: 24, sessions: 1 },
      steps: [
        {
          ask: { job: "latency", ...strain },
          columns: [
            { key: "p50", title: "GET /me, p50", from: "p50", ...common },
            { key: "p99", title: "GET /me, p99", from: "p99", ...common },
          ],
        },
        {
          ask: { job: "lateness", ...strain },
          columns: [{ key: "lateness-p99", title: "event loop late, p99", from: "p99", ...common }],
        },
      ],
      rounds: quick ? 2 : 7,
    },
    options,
  );
}
