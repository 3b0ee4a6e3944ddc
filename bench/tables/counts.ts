import { measure, type Child } from "../lib/measure.ts";
import type { Options } from "../lib/results.ts";

export async function run(options: Options): Promise<void> {
  const { quick } = options;
  const common = { passwords: "none", accounts: 20, rounds: quick ? 3 : 9 } as const;
  const count = (child: Child) => child.count();
  const cookie = (child: Child) => child.cookie();
  await measure("counts-sqlite", { ...common, database: "sqlite", steps: [count, cookie] }, options);
  await measure("counts-postgres", { ...common, database: "postgres", steps: [count] }, options);
  const heap = (child: Child) => child.heap(quick ? 200 : 1000);
  const flags = ["--min-semi-space-size=1024", "--max-semi-space-size=1024"];
  await measure("heap", { ...common, database: "sqlite", steps: [heap], flags }, options);
}
