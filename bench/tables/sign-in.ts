import { availableParallelism } from "node:os";
import { load, measure, startChild, type Child } from "../lib/measure.ts";
import type { Options } from "../lib/results.ts";

export async function run(options: Options): Promise<void> {
  const { quick } = options;
  const native = startChild();
  // More hashes at once than there are cores are no faster.
  const hash: Child["load"] = (_, inFlight, milliseconds) =>
    native.call.hash(Math.min(inFlight, availableParallelism()), milliseconds);
  const others = [{ name: "native hash", subject: { load: hash } as Child }];
  const steps = [1, 2, 8, 64].map((count) => load(`sign-in-${count}`, "signIn", count, quick ? 300 : 1500));
  const common = { database: "sqlite", passwords: "pbkdf2", accounts: 96, rounds: quick ? 2 : 5 } as const;
  await measure("sign-in", { ...common, steps, others }, options);
  await native.end();
  const milliseconds = quick ? 100 : 250;
  const rest = [load("sign-in", "signIn", 1, milliseconds), load("sign-up", "signUp", 1, milliseconds)];
  const free = { passwords: "none", needsFreeHash: true, accounts: quick ? 40 : 200, rounds: quick ? 3 : 21 } as const;
  await measure("sign-in-without-hash", { ...free, database: "sqlite", steps: rest }, options);
}
