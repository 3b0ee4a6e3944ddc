import { load, measure, type Child } from "../lib/measure.ts";
import type { Options } from "../lib/results.ts";

export async function run(options: Options): Promise<void> {
  const { quick } = options;
  const milliseconds = quick ? 100 : 250;
  const steps = (["me", "getUser"] as const).flatMap((name) => [
    load(`${name}-1`, name, 1, milliseconds),
    load(`${name}-16`, name, 16, milliseconds),
  ]);
  const verifyToken = async (child: Child) => {
    const perSecond = await child.load("verifyToken", 1, milliseconds);
    return { "verify-token": perSecond && 1e6 / perSecond };
  };
  const common = { passwords: "none", accounts: quick ? 40 : 200, rounds: quick ? 3 : 21 } as const;
  await measure("me-sqlite", { ...common, database: "sqlite", steps: [...steps, verifyToken] }, options);
  await measure("me-postgres", { ...common, database: "postgres", steps }, options);
}
