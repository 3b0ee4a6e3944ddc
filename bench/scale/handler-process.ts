/** A server process without sockets: does as it is told, with so many requests in flight. */

import { ask, createApplication, mustBeOk } from "./application.ts";
import { IN_FLIGHT, type Done, type Order } from "./handler-load.ts";
import { openStorage } from "./place.ts";
import { Population } from "./population.ts";
import { series } from "./timing.ts";
import { tokenOf } from "./token.ts";
import type { Start } from "./traffic-process.ts";

const { place, expired, size } = JSON.parse(process.argv[2]!) as Start;
const population = new Population(expired);
population.growTo(size);
const { storage, close } = openStorage(place);
const application = createApplication(storage);

const next = {
  me() {
    const number = population.anyLive();
    return ask.me(tokenOf(number, population.ownerOf(number)));
  },
  signIn: () => ask.signIn(population.anyUser()),
};

async function load(kind: "me" | "signIn", milliseconds: number): Promise<Done> {
  const times: number[] = [];
  const processor = process.cpuUsage();
  const start = performance.now();
  async function keepAsking(): Promise<void> {
    while (performance.now() < start + milliseconds) {
      const request = next[kind]();
      const begun = performance.now();
      mustBeOk(await application(request));
      times.push(performance.now() - begun);
    }
  }
  await Promise.all(series(IN_FLIGHT, keepAsking));
  const { user, system } = process.cpuUsage(processor);
  return { times, milliseconds: performance.now() - start, processor: (user + system) / 1000 };
}

async function obey(order: Order): Promise<Done | number | null> {
  if (order === "end") {
    await close();
    process.disconnect();
    return null;
  }
  if ("load" in order) return load(order.load, order.milliseconds);
  return (await application(ask[order.send](order.token))).status;
}

process.on("message", async (order: Order) => {
  const answer = await obey(order);
  if (answer !== null) process.send!(answer);
});
process.send!("ready");
