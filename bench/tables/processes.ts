import { inTurn } from "../lib/in-turn.ts";
import { processorTimeOf } from "../lib/processor-time.ts";
import { quantile, save, type Options } from "../lib/results.ts";
import { aboutPostgres } from "../lib/test-database.ts";
import { scaleDatabase, type ScaleDatabase } from "../scale/database.ts";
import { startServer, type Kind } from "../scale/server.ts";

const COUNTS = [1, 2, 4, 8];

export async function run(options: Options): Promise<void> {
  const database = await scaleDatabase("postgres", 0.1);
  await database.growTo(options.quick ? 10_000 : 1_000_000);
  const servers = await Promise.all(Array.from({ length: Math.max(...COUNTS) }, () => startServer(database)));
  const milliseconds = options.quick ? 300 : 2_000;
  const step = (kind: Kind) => async (count: number) => {
    const before = await processorTime(database);
    const done = await Promise.all(servers.slice(0, count).map(({ call }) => call.load(kind, 16, milliseconds)));
    const spent = (await processorTime(database)) - before;
    const samples = done.flatMap((one) => one.samples);
    const handlers = done.reduce((sum, { processor }) => sum + processor, 0);
    const figures = {
      rate: done.reduce((sum, { perSecond }) => sum + perSecond, 0),
      p50: quantile(samples, 0.5),
      p99: quantile(samples, 0.99),
      handler: (handlers / samples.length) * 1000,
      ...(Number.isFinite(spent) && { database: (spent / samples.length) * 1000, cores: handlers / spent }),
    };
    return Object.fromEntries(Object.entries(figures).map(([key, value]) => [`${kind}_${key}`, value]));
  };
  const participants = COUNTS.map((count) => {
    return { name: String(count), title: count === 1 ? "1 process" : `${count} processes`, subject: count };
  });
  const rounds = options.quick ? 2 : 7;
  const rows = await inTurn(participants, [step("me"), step("signIn")], { rounds });
  save("processes", { rounds, postgres: await aboutPostgres(), rows }, options);
  for (const { end } of servers) await end();
  await database.close();
}

/** Milliseconds of all processes of the server. NaN where they do not run on this machine, or where it has no /proc. */
async function processorTime(database: ScaleDatabase): Promise<number> {
  const rows = (await database.run("select pid from pg_stat_activity where pid <> $1", 0)) as { pid: number }[];
  return rows.reduce((sum, { pid }) => sum + processorTimeOf(pid), 0);
}
