import type { D1PreparedStatement, D1Result } from "@cloudflare/workers-types";
import { convertV4MiniflareOptions, Miniflare } from "miniflare";
import { d1Storage, type D1Binding } from "../../packages/adapter-d1/src/index.ts";
import { atEnd } from "../lib/cleanup.ts";
import { inTurn } from "../lib/in-turn.ts";
import { save, type Options } from "../lib/results.ts";
import { fill } from "../scale/database.ts";
import { anyUser } from "../scale/population.ts";
import { createApplication, requests } from "../scale/server.ts";

export async function run(options: Options): Promise<void> {
  const { binding, tally } = await openD1();
  const storage = d1Storage(binding);
  await storage.migrate();
  const population = { size: 10_000, expired: 0.5 };
  await fill(async (sql, json) => (await binding.prepare(sql).bind(json).all()).results, "sqlite", 0, population);
  const [guarded, plain] = [createApplication(storage), createApplication(storage, { guards: [] })];
  let last = -5;
  /** Sessions that are alive, each of them once. */
  const session = () => (last += 10);
  const operations: Record<string, () => Promise<unknown>> = {
    "GET /me": () => guarded(requests.me(session())),
    "sign-up": () => guarded(requests.signUp(`${crypto.randomUUID()}@example.com`)),
    "sign-in": () => guarded(requests.signIn(anyUser(population))),
    "sign-in, no guards": () => plain(requests.signIn(anyUser(population))),
    refresh: () => guarded(requests.refresh(session())),
    "list sessions": () => guarded(requests.list(session())),
    "sign-out": () => guarded(requests.signOut(session())),
    "sweep of nothing": () => storage.sweep(new Date(0), 1_000),
    "sweep of 1000, each": () => storage.sweep(new Date(), 1_000),
  };
  const step = async (name: string) => {
    Object.assign(tally, { trips: 0, read: 0, written: 0 });
    await operations[name]!();
    // For a million rows beyond what the paid plan includes (developers.cloudflare.com/d1/platform/pricing).
    const dollars = tally.read * 0.001 + tally.written;
    const share = name.endsWith("each") ? 1_000 : 1;
    return Object.fromEntries(Object.entries({ ...tally, dollars }).map(([key, value]) => [key, value / share]));
  };
  const participants = Object.keys(operations).map((name) => ({ name, subject: name }));
  // The first round looks whether tables are missing. Five sweeps of 1 000 find as many expired sessions.
  save("d1-rows", { rows: await inTurn(participants, [step], { rounds: options.quick ? 2 : 4 }) }, options);
}

/** A D1 in workerd, and what it says of its round trips and rows. */
async function openD1() {
  const script = "export default { fetch: () => new Response() };";
  const worker = { modules: true, script, compatibilityDate: "2026-07-30", d1Databases: { DB: "scale" } } as const;
  const miniflare = new Miniflare(convertV4MiniflareOptions(worker));
  atEnd(() => miniflare.dispose());
  const database = await miniflare.getD1Database("DB");
  const tally = { trips: 0, read: 0, written: 0 };
  function count(answers: D1Result[]): D1Result[] {
    tally.trips++;
    for (const { meta } of answers) {
      tally.read += meta.rows_read;
      tally.written += meta.rows_written;
    }
    return answers;
  }
  const wrap = (original: D1PreparedStatement): object => ({
    original,
    bind: (...values: unknown[]) => wrap(original.bind(...values)),
    all: async () => count([await original.all()])[0],
  });
  const batch = async (statements: { original: D1PreparedStatement }[]) =>
    count(await database.batch(statements.map(({ original }) => original)));
  const binding = { prepare: (sql: string) => wrap(database.prepare(sql)), batch };
  return { binding: binding as unknown as D1Binding, tally };
}
