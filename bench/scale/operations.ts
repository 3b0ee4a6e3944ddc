/** The operations whose cost is followed, each in rounds on sessions drawn at random. */

import type { Column, Measured } from "../lib/outcome.ts";
import { summarize } from "../lib/statistics.ts";
import { ask, createApplication, mustBeOk, tokenIn, type Application } from "./application.ts";
import type { Ground } from "./ground.ts";
import type { Population } from "./population.ts";
import { quantile, series, timeEach } from "./timing.ts";
import { sessionOf, tokenOf } from "./token.ts";

export interface Effort {
  readonly rounds: number;
  /** Of GET /me in a round; what writes is called a fifth as often. */
  readonly calls: number;
}

type Values = Record<string, Measured | null>;

const SWEPT = 1000;
/** Turns of GET /me that are not measured. */
const WARM_UP = 7;

const microseconds = (key: string, title: string): Column[] => [
  { key, title, unit: "µs", better: "lower" },
  { key: `${key}_p99`, title: `${title}, p99`, unit: "µs", better: "lower" },
];

export const columns: Column[] = [
  ...microseconds("me", "GET /me"),
  { key: "me_ratio", title: "GET /me, × 10³", unit: "×", better: "lower" },
  ...microseconds("sign_in", "sign-in"),
  ...microseconds("list", "list sessions"),
  ...microseconds("sign_out", "sign-out"),
  { key: "sweep", title: `sweep of ${SWEPT}`, unit: "ms", better: "lower" },
  { key: "size", title: "on disk", unit: "MiB", better: "lower" },
  { key: "bytes", title: "on disk, a session", unit: "bytes", better: "lower" },
];

export async function measureOperations(ground: Ground, reference: Ground, { rounds, calls }: Effort): Promise<Values> {
  const application = createApplication(ground.storage());
  const writes = Math.ceil(calls / 5);
  return {
    ...(await raceReading(application, ground, reference, { rounds, calls })),
    ...(await inRounds("sign_in", rounds, () => signIns(application, ground, writes))),
    ...(await inRounds("list", rounds, () =>
      timeEach(tokens(ground.population, writes).map(ask.list), must(application)),
    )),
    ...(await inRounds("sign_out", rounds, () => signOuts(application, ground, writes))),
    sweep: summarize(await sweeps(ground, rounds)),
  };
}

/** GET /me in turns with GET /me among a thousand sessions, so that both see the same weather. */
export async function raceReading(
  application: Application,
  ground: Ground,
  reference: Ground,
  { rounds, calls }: Effort,
): Promise<Values> {
  const small = createApplication(reference.storage());
  const read = (one: Application, { population }: Ground) => timeEach(tokens(population, calls).map(ask.me), must(one));
  const found: Float64Array[] = [];
  const ratios: number[] = [];
  // Until the database's own cache is full, it is slower.
  for (let turn = 0; turn < WARM_UP; turn++) await Promise.all([read(small, reference), read(application, ground)]);
  for (let round = 0; round < rounds; round++) {
    const [base, times] = [await read(small, reference), await read(application, ground)];
    found.push(times);
    ratios.push(quantile(times, 0.5) / quantile(base, 0.5));
  }
  return { ...summed("me", found), me_ratio: summarize(ratios) };
}

async function inRounds(key: string, rounds: number, round: () => Promise<Float64Array>): Promise<Values> {
  await round();
  const found: Float64Array[] = [];
  while (found.length < rounds) found.push(await round());
  return summed(key, found);
}

const summed = (key: string, rounds: readonly Float64Array[]): Values => ({
  [key]: summarize(rounds.map((times) => quantile(times, 0.5))),
  [`${key}_p99`]: summarize(rounds.map((times) => quantile(times, 0.99))),
});

const must = (application: Application) => async (request: Request) => mustBeOk(await application(request));

const tokens = (population: Population, count: number): string[] =>
  series(count, () => population.anyLive()).map((number) => tokenOf(number, population.ownerOf(number)));

async function signIns(application: Application, ground: Ground, count: number): Promise<Float64Array> {
  const answers: Response[] = [];
  const requests = series(count, () => ask.signIn(ground.population.anyUser()));
  const times = await timeEach(requests, async (request) => answers.push(await application(request)));
  await ground.remove(answers.map((answer) => sessionOf(tokenIn(mustBeOk(answer)))));
  return times;
}

async function signOuts(application: Application, ground: Ground, count: number): Promise<Float64Array> {
  const { population } = ground;
  const numbers = [...new Set(series(count, () => population.anyLive()))];
  const times = await timeEach(
    numbers.map((number) => ask.signOut(tokenOf(number, population.ownerOf(number)))),
    must(application),
  );
  await ground.restore(numbers);
  return times;
}

/** In milliseconds. As many expired sessions come as go. */
async function sweeps(ground: Ground, rounds: number): Promise<number[]> {
  const found: number[] = [];
  while (found.length <= rounds) {
    await ground.addExpired(SWEPT);
    const start = performance.now();
    const swept = await ground.storage().sweep(new Date(), SWEPT);
    found.push(performance.now() - start);
    if (swept < SWEPT) throw new Error(`A sweep of ${SWEPT} took ${swept}`);
  }
  return found.slice(1);
}
