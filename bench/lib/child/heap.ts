/** What an operation leaves to the garbage collector, in KiB, measured in windows in which it did not run. */

import { PerformanceObserver } from "node:perf_hooks";
import { setTimeout as pause } from "node:timers/promises";
import type { Answer } from "../asks.ts";
import { operation, type Operation } from "./operations.ts";
import { visit, type Stage } from "./stage.ts";

export async function measureHeap(stage: Stage, operations: number): Promise<Answer> {
  return {
    me: await kibibytesOf(meWithout(stage), operations),
    getUser: await kibibytesOf(overAndOver(operation(stage, "getUser")), operations),
  };
}

/** Runs so often what was prepared for it. */
type Window = (times: number) => () => Promise<void>;

async function kibibytesOf(window: Window | null, operations: number): Promise<number | null> {
  if (!window) return null;
  // Hot code allocates less.
  await window(operations)();
  for (let times = operations; times >= 8; times = Math.floor(times / 2)) {
    const bytes = await undisturbed(window(times));
    if (bytes !== null) return bytes / times / 1024;
  }
  throw new Error("The garbage collector ran in every window");
}

/** GET /me without the making of the request, which is the server's part and nobody's here. */
function meWithout({ entrant, sessions }: Stage): Window | null {
  const { me } = entrant.requests;
  if (!me) return null;
  return (times) => {
    const requests = Array.from({ length: times }, (_, at) => me(sessions[at % sessions.length]!.cookie));
    return async () => {
      for (const request of requests) await visit(entrant, request);
    };
  };
}

function overAndOver(once: Operation | null): Window | null {
  if (!once) return null;
  return (times) => async () => {
    for (let at = 0; at < times; at++) await once();
  };
}

/** The growth of the heap; `null` when the garbage collector ran. */
async function undisturbed(work: () => Promise<void>): Promise<number | null> {
  let collections = 0;
  const observer = new PerformanceObserver((list) => {
    collections += list.getEntries().length;
  });
  globalThis.gc?.();
  await pause(10);
  observer.observe({ entryTypes: ["gc"] });
  const before = process.memoryUsage().heapUsed;
  await work();
  const after = process.memoryUsage().heapUsed;
  // Entries are handed out by the event loop.
  await pause(10);
  observer.disconnect();
  return collections === 0 ? after - before : null;
}
