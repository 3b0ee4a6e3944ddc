/** One contestant in a process of its own: does what it is asked, one thing at a time. */

import { pathToFileURL } from "node:url";
import type { Answer, Ask, Question, Reply } from "../asks.ts";
import type { ContestantModule, World } from "../contract.ts";
import { prepare } from "./accounts.ts";
import { check } from "./check.ts";
import { measureCookie } from "./cookie.ts";
import { count } from "./count.ts";
import { hash } from "./hash.ts";
import { measureHeap } from "./heap.ts";
import { lateness, latency } from "./latency.ts";
import { load } from "./load.ts";
import { operation } from "./operations.ts";
import type { Stage } from "./stage.ts";

let stage: Stage | null = null;

async function open(module: string, world: World): Promise<Answer> {
  const { open: openContestant } = (await import(pathToFileURL(module).href)) as ContestantModule;
  stage = { entrant: await openContestant(world), accounts: [], sessions: [] };
  return {};
}

function opened(): Stage {
  if (stage === null) throw new Error("Nothing is open yet");
  return stage;
}

async function answer(ask: Ask): Promise<Answer> {
  switch (ask.job) {
    case "open":
      return open(ask.module, ask.world);
    case "prepare":
      return prepare(opened(), ask);
    case "check":
      return check(opened());
    case "load":
      return load(operation(opened(), ask.operation), ask);
    case "hash":
      return load(hash, ask);
    case "latency":
      return latency(opened(), ask);
    case "lateness":
      return lateness(opened(), ask);
    case "count":
      return count(opened());
    case "cookie":
      return measureCookie(opened());
    case "heap":
      return measureHeap(opened(), ask.operations);
    case "close":
      await stage?.entrant.close();
      return {};
  }
}

process.on("message", async ({ id, ask }: Question) => {
  const reply = await answer(ask).then(
    (result): Reply => ({ id, answer: result }),
    (error: unknown): Reply => ({ id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  );
  process.send?.(reply);
});

// Ctrl-C reaches the whole group: the parent is the one who ends things.
process.on("SIGINT", () => {});
process.on("disconnect", () => process.exit());
