import { measure, type Child } from "../lib/measure.ts";
import type { Options } from "../lib/results.ts";

export async function run(options: Options): Promise<void> {
  const milliseconds = options.quick ? 500 : 3000;
  const me = (child: Child) => child.meWhileSigningIn(8, milliseconds);
  const lateness = (child: Child) => child.lateWhileSigningIn(8, milliseconds);
  const common = { database: "sqlite", passwords: "pbkdf2", accounts: 24, rounds: options.quick ? 2 : 7 } as const;
  await measure("me-while-hashing", { ...common, steps: [me, lateness] }, options);
}
