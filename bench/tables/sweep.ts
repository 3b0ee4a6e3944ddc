import { setTimeout } from "node:timers/promises";
import { spaced } from "../lib/markdown.ts";
import { quantile, save, summarize, type Options, type Row, type Value } from "../lib/results.ts";
import { titles } from "../lib/test-database.ts";
import { began, scaleDatabase, type ScaleDatabase } from "../scale/database.ts";
import { startServer } from "../scale/server.ts";

/** Rows in a batch / milliseconds between two. Each gets its share of what has expired, the last one the rest. */
const PACES = ["1000/0", "1000/20", "100/0", "100/5"];

export async function run(options: Options): Promise<void> {
  const rows: Row[] = [];
  for (const kind of ["sqlite", "postgres"] as const) {
    const database = await scaleDatabase(kind, 0.5);
    await database.growTo(options.quick ? 10_000 : 1_000_000);
    rows.push(...(await sweepAll(database, options.quick ? 2_000 : 10_000)));
    await database.close();
  }
  save("sweep", { rows }, options);
}

async function sweepAll(database: ScaleDatabase, milliseconds: number): Promise<Row[]> {
  const [here, there] = [await startServer(database), await startServer(database)];
  for (const { call } of [here, there]) await call.startRequests();
  const rows: Row[] = [];
  const phase = async (name: string, title: string, work: () => Promise<Record<string, Value>>) => {
    for (const { call } of [here, there]) await call.takeSeen();
    const values = await work();
    const seen = { here: await here.call.takeSeen(), there: await there.call.takeSeen() };
    for (const [where, { me, signIn }] of Object.entries(seen)) {
      values[`${where}_me_p50`] = quantile(me, 0.5);
      values[`${where}_me_p99`] = quantile(me, 0.99);
      values[`${where}_sign_in_p99`] = quantile(signIn, 0.99);
    }
    values.refused = seen.here.refused + seen.there.refused;
    rows.push({
      name: `${database.location.kind} ${name}`,
      title: `${titles[database.location.kind]}, ${title}`,
      values,
    });
  };
  // What was compiled just now is slow.
  await setTimeout(1_000);
  await phase("none", "without a sweep", async () => setTimeout(milliseconds, {}));
  const expired = database.population.size / 2;
  let swept = 0;
  for (const pace of PACES) {
    const [batch, pause] = pace.split("/").map(Number) as [number, number];
    const share = pace === PACES.at(-1) ? expired : expired / PACES.length;
    await phase(pace, `${spaced(batch)} ${pause ? `every ${pause} ms` : "back to back"}`, async () => {
      const start = performance.now();
      const done = await here.call.sweep(began, batch, pause, share);
      swept += done.swept;
      const rate = (done.swept / (performance.now() - start)) * 1000;
      return { rate, batch: summarize(done.batches), longest: Math.max(...done.batches) };
    });
  }
  for (const { end } of [here, there]) await end();
  const after = await database.count();
  if (after.expired > 0 || swept !== expired || after.total < expired)
    throw new Error(`Swept ${swept} of ${expired}, and then there are ${JSON.stringify(after)}`);
  return rows;
}
