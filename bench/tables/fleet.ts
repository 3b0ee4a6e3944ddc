import { loadavg } from "node:os";
import pg from "pg";
import { hasPgBouncer, startPgBouncer } from "../../test/support/postgres/pgbouncer.ts";
import { atEnd } from "../lib/cleanup.ts";
import { inTurn } from "../lib/in-turn.ts";
import { send, startLatchkey } from "../lib/latchkey-server.ts";
import { load } from "../lib/load.ts";
import { processorTimeOf } from "../lib/processor-time.ts";
import type { Options } from "../lib/results.ts";
import { quantile, save } from "../lib/results.ts";
import { aboutPostgres, freshDatabase } from "../lib/test-database.ts";

const IN_FLIGHT = 8;
const PEOPLE = 24;
const password = "correct horse battery";

interface Fleet {
  readonly urls: readonly string[];
  readonly pids: readonly number[];
  readonly pooler: number | null;
}

export async function run(options: Options): Promise<void> {
  if (!hasPgBouncer) throw new Error("This table needs PgBouncer: apt-get install pgbouncer");
  const direct = await freshDatabase();
  const pooler = await startPgBouncer({ default_pool_size: 20 }, direct);
  atEnd(pooler.stop);
  const start = (DATABASE_URL: string) =>
    startLatchkey({ DATABASE_URL, AUTH_SECRET: "a secret that only this bench has, of 32 bytes and more" });
  const alone = await start(direct);
  const servers: Awaited<ReturnType<typeof start>>[] = [];
  for (let at = 0; at < 4; at++) servers.push(await start(pooler.url));
  const fleetOf = (some: readonly { url: string; pid: number }[]): Fleet => {
    return { urls: some.map(({ url }) => url), pids: some.map(({ pid }) => pid), pooler: pooler.pid };
  };
  const participants = [
    { name: "direct", title: "1 process, without PgBouncer", subject: { ...fleetOf([alone]), pooler: null } },
    ...[1, 2, 3, 4].map((count) => {
      const title = count === 1 ? "1 process" : `${count} processes`;
      return { name: String(count), title, subject: fleetOf(servers.slice(0, count)) };
    }),
  ];
  const people = Array.from({ length: PEOPLE }, (_, at) => ({ email: `person${at}@example.com`, password }));
  const tokens: string[] = [];
  for (const person of people)
    tokens.push((JSON.parse(await send(`${alone.url}/auth/signup`, null, person)) as { token: string }).token);

  const admin = new pg.Client({ connectionString: direct });
  await admin.connect();
  let turn = 0;
  const kinds = {
    me: (url: string) => send(`${url}/auth/me`, tokens[turn % PEOPLE]!),
    signIn: (url: string) => send(`${url}/auth/signin`, null, people[turn % PEOPLE]!),
  };
  const step = (kind: keyof typeof kinds) => async (fleet: Fleet) => {
    const before = await times(admin, fleet);
    const operation = () => kinds[kind](fleet.urls[++turn % fleet.urls.length]!);
    const milliseconds = options.quick ? 500 : 2_000;
    const { perSecond, samples } = await load(operation, { inFlight: IN_FLIGHT, milliseconds });
    const after = await times(admin, fleet);
    const each = (part: keyof typeof after) => (spentBetween(before[part], after[part]) / samples.length) * 1000;
    const figures = {
      rate: perSecond,
      p99: quantile(samples, 0.99),
      load: loadavg()[0]!,
      server: each("server"),
      database: each("database"),
      ...(fleet.pooler !== null && { pooler: each("pooler") }),
    };
    return Object.fromEntries(Object.entries(figures).map(([key, value]) => [`${kind}_${key}`, value]));
  };
  const rounds = options.quick ? 1 : 3;
  const rows = await inTurn(participants, [step("me"), step("signIn")], { rounds });
  save("fleet", { rounds, postgres: await aboutPostgres(), rows }, options);
  await admin.end();
}

/** Milliseconds of processor time, by the process. */
async function times(admin: pg.Client, { pids, pooler }: Fleet) {
  const { rows } = await admin.query<{ pid: number }>(
    "select pid from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()",
  );
  const of = (list: readonly number[]) => new Map(list.map((pid) => [pid, processorTimeOf(pid)]));
  return { server: of(pids), database: of(rows.map(({ pid }) => pid)), pooler: of(pooler === null ? [] : [pooler]) };
}

/** A connection that was closed in between takes its time along, and one that was opened brings it. */
function spentBetween(before: Map<number, number>, after: Map<number, number>): number {
  return [...after].reduce((sum, [pid, time]) => sum + time - (before.get(pid) ?? 0), 0);
}
