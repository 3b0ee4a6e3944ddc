import { load, measure } from "../lib/measure.ts";
import type { Options } from "../lib/results.ts";

export async function run(options: Options): Promise<void> {
  const { quick } = options;
  const steps = (["refresh", "list"] as const).map((name) => load(name, name, 1, quick ? 100 : 250));
  const people = { passwords: "none", accounts: quick ? 10 : 40, sessions: 5, rounds: quick ? 3 : 21 } as const;
  await measure("sessions-sqlite", { ...people, steps, database: "sqlite" }, options);
  await measure("sessions-postgres", { ...people, steps, database: "postgres" }, options);
}
