/** Signing in with its hash, against the hash alone; and what is left of signing in and up without it. */

import { availableParallelism } from "node:os";
import type { OperationName } from "../lib/asks.ts";
import { measure } from "../lib/measure.ts";
import type { Step, TableOptions } from "../lib/plan.ts";

export const title = "Signing in and up";

const aboutHashing = `
PBKDF2-HMAC-SHA512 with 100 000 iterations, wherever a contestant lets one choose its hash. "native hash" is
that hash alone, by \`node:crypto\`, as many at once as are in flight but no more than there are cores: nothing can sign in
faster. SQLite; 96 accounts in turn; each contestant's own limits on guessing are left as they are unless its folder says otherwise.`;

const aboutRest = `
The same operations with a hash that costs nothing, wherever one can choose it: what a contestant itself adds. One in flight, SQLite,
and the database is written to each time.`;

export async function run(options: TableOptions): Promise<void> {
  const { quick } = options;
  const rounds = quick ? 2 : 5;
  await measure(
    {
      table: "sign-in",
      title: "Sign-in with its hash",
      about: aboutHashing,
      database: "sqlite",
      passwords: "pbkdf2",
      people: { accounts: 96, sessions: 1 },
      steps: [1, 2, 8, 64].map((inFlight) => hashing(inFlight, quick ? 300 : 1500)),
      rounds,
    },
    options,
  );
  await measure(
    {
      table: "sign-in-without-hash",
      title: "Sign-in and sign-up, the hash taken out",
      about: aboutRest,
      database: "sqlite",
      passwords: "none",
      people: { accounts: quick ? 40 : 200, sessions: 1 },
      steps: [rest("signIn", "sign-in", quick), rest("signUp", "sign-up", quick)],
      rounds: quick ? 3 : 21,
      freeHash: true,
    },
    options,
  );
}

function hashing(inFlight: number, milliseconds: number): Step {
  return {
    ask: { job: "load", operation: "signIn", inFlight, milliseconds },
    askNative: { job: "hash", inFlight: Math.min(inFlight, availableParallelism()), milliseconds },
    columns: [
      {
        key: `sign-in-${inFlight}`,
        title: `${inFlight} in flight`,
        unit: "a second",
        better: "higher",
        from: "perSecond",
      },
    ],
  };
}

function rest(operation: OperationName, name: string, quick: boolean): Step {
  return {
    ask: { job: "load", operation, inFlight: 1, milliseconds: quick ? 100 : 250 },
    columns: [{ key: name, title: name, unit: "a second", better: "higher", from: "perSecond" }],
  };
}
