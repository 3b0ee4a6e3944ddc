import Database from "better-sqlite3";
import { sqliteStorage } from "../../packages/adapter-sqlite/src/index.ts";
import { cookieOf, post } from "../contestants/requests.mjs";
import { inTurn, type Step } from "../lib/in-turn.ts";
import { load } from "../lib/load.ts";
import { spaced } from "../lib/markdown.ts";
import { save, type Options, type Row } from "../lib/results.ts";
import { scaleDatabase, type ScaleDatabase } from "../scale/database.ts";
import { anySession, anyUser } from "../scale/population.ts";
import { createApplication, requests, type Application } from "../scale/server.ts";

const SIZES = [1_000, 10_000, 100_000, 1_000_000, 10_000_000];
const SWEPT = 1_000;
/** From this size on SQLite is measured with another setting, too, beside those of the adapter. */
const LARGE = 100_000;
const PRAGMAS = ["journal_mode = wal", "synchronous = normal", "wal_autocheckpoint = 4000", "mmap_size = 2147418112"];
const SETTINGS = { "cache_size 256 MiB": "cache_size = -262144", "mmap_size 0": "mmap_size = 0" };

export async function run(options: Options): Promise<void> {
  const { quick } = options;
  for (const kind of ["sqlite", "postgres"] as const) {
    const [database, small] = [await scaleDatabase(kind, 0.1), await scaleDatabase(kind, 0.1)];
    await small.growTo(SIZES[0]!);
    const rows: Row[] = [];
    for (const size of quick ? SIZES.slice(0, 3) : SIZES) {
      console.error(`${kind}: ${spaced(size)} sessions`);
      await database.growTo(size);
      const bytes = await database.bytes();
      const values = await measure(operations(createApplication(database.storage), [database, small], quick), quick);
      const [name, title] = [String(size), `${spaced(size)} sessions`];
      rows.push({ name, title, values: { ...values, size: bytes / 2 ** 20, bytes: bytes / size } });
      if (database.location.kind !== "sqlite" || size < LARGE) continue;
      for (const [setting, pragma] of Object.entries(SETTINGS)) {
        const file = new Database(database.location.path);
        for (const each of [...PRAGMAS, pragma]) file.pragma(each);
        const [me] = operations(createApplication(sqliteStorage(file)), [database, small], quick);
        rows.push({ name: `${name}, ${setting}`, title: `${title}, ${setting}`, values: await measure([me!], quick) });
        file.close();
      }
    }
    save(`scale-${kind}`, { rows }, options);
    for (const each of [database, small]) await each.close();
  }
}

async function measure(steps: Step<null>[], quick: boolean): Promise<Row["values"]> {
  const values: Row["values"] = {};
  for (const step of steps) {
    // Until the cache of the database is full, it is slower.
    const [row] = await inTurn([{ name: "", subject: null }], [step], { rounds: quick ? 3 : 9, warmUps: 5 });
    Object.assign(values, row!.values);
  }
  return values;
}

/** GET /me beside GET /me among a thousand sessions, and the other operations. */
function operations(
  application: Application,
  [database, small]: readonly ScaleDatabase[],
  quick: boolean,
): Step<null>[] {
  const [reads, writes] = quick ? [300, 60] : [3_000, 600];
  const { population, storage, addExpired } = database!;
  const reference = createApplication(small!.storage);
  const me = async () => {
    const base = await time("me", reference, reads, () => requests.me(anySession(small!.population)));
    const own = await time("me", application, reads, () => requests.me(anySession(population)));
    return { ...own, me_ratio: own.me! / base.me! };
  };
  const signInAndOut = async () => {
    const cookies: string[] = [];
    const keeping = (request: Request) => application(request).then((response) => cookies.push(cookieOf(response)));
    const signIn = await time("sign_in", keeping, writes, () => requests.signIn(anyUser(population)));
    const signOut = await time("sign_out", application, writes, () => post("/auth/signout", {}, cookies.pop()));
    return { ...signIn, ...signOut };
  };
  const list = () => time("list", application, writes, () => requests.list(anySession(population)));
  const sweep = async () => {
    await addExpired(SWEPT);
    const start = performance.now();
    if ((await storage.sweep(new Date(), SWEPT)) < SWEPT) throw new Error("There was too little to sweep");
    return { sweep: performance.now() - start };
  };
  return [me, signInAndOut, list, sweep];
}

/** Microseconds of one call after the other. Each request is made before. */
async function time(key: string, call: (request: Request) => Promise<unknown>, calls: number, next: () => Request) {
  let request: Request;
  const before = () => void (request = next());
  const { p50, p99 } = await load(() => call(request), { inFlight: 1, calls, before });
  return { [key]: p50 * 1000, [`${key}_p99`]: p99 * 1000 };
}
