/** Live traffic in a process of its own. The parent asks for what was measured so far, and ends it. */

import { createApplication } from "./application.ts";
import { openStorage, type Place } from "./place.ts";
import { Population } from "./population.ts";
import { startTraffic } from "./traffic.ts";

export interface Start {
  readonly place: Place;
  readonly expired: number;
  readonly size: number;
}

const { place, expired, size } = JSON.parse(process.argv[2]!) as Start;
const population = new Population(expired);
population.growTo(size);
const { storage, close } = openStorage(place);
const traffic = startTraffic(createApplication(storage), population);

process.on("message", async (message) => {
  if (message === "take") process.send!(traffic.take());
  if (message !== "stop") return;
  await traffic.stop();
  await close();
  process.disconnect();
});
