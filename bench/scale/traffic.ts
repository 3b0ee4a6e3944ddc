/** Requests that keep coming, at moments fixed beforehand: who has to wait for his turn is counted as waiting. */

import { setImmediate, setTimeout } from "node:timers/promises";
import { ask, type Application } from "./application.ts";
import type { Population } from "./population.ts";
import { tokenOf } from "./token.ts";

/** Of GET /me a second, and of sign-ins. */
export const RATE = { me: 200, signIn: 50 };

/** In milliseconds from the moment at which the request was due; and how many were refused, which are not among them. */
export interface Waited {
  readonly me: number[];
  readonly signIn: number[];
  refused: number;
}

/** Begins at once. `take` gives what was measured since the last time. */
export function startTraffic(
  application: Application,
  population: Population,
): { take: () => Waited; stop: () => Promise<void> } {
  let isOver = false;
  let waited = nothing();

  const me = () => {
    const number = population.anyLive();
    return ask.me(tokenOf(number, population.ownerOf(number)));
  };

  async function keepAsking(kind: keyof typeof RATE, next: () => Request): Promise<void> {
    const pause = 1000 / RATE[kind];
    const underWay = new Set<Promise<void>>();
    for (let due = performance.now(); !isOver; due += pause) {
      const request = next();
      await until(due);
      const answered = application(request).then((response) => {
        if (!response.ok) waited.refused++;
        else waited[kind].push(performance.now() - due);
        underWay.delete(answered);
      });
      underWay.add(answered);
    }
    await Promise.all(underWay);
  }

  const asking = [keepAsking("me", me), keepAsking("signIn", () => ask.signIn(population.anyUser()))];
  return {
    take() {
      const taken = waited;
      waited = nothing();
      return taken;
    },
    async stop() {
      isOver = true;
      await Promise.all(asking);
    },
  };
}

const nothing = (): Waited => ({ me: [], signIn: [], refused: 0 });

/** Timers are a millisecond late; the last stretch is waited out turn by turn. What came meanwhile is all there at once, as it is by network. */
async function until(due: number): Promise<void> {
  const left = due - performance.now();
  if (left > 2) await setTimeout(left - 1.5);
  while (performance.now() < due) await setImmediate();
}
