/** Several server processes, told from here what to do. */

import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { atEnd } from "../lib/cleanup.ts";
import type { Done, Order } from "./handler-load.ts";
import type { Start } from "./traffic-process.ts";

export interface Handlers {
  /** So many of them at once. */
  load(count: number, kind: "me" | "signIn", milliseconds: number): Promise<Done[]>;
  /** To one of them: the status of the answer. */
  send(index: number, kind: "me" | "signOut", token: string): Promise<number>;
  end(): Promise<void>;
}

export async function startHandlers(count: number, start: Start): Promise<Handlers> {
  const children = Array.from({ length: count }, () => {
    return fork(join(import.meta.dirname, "handler-process.ts"), [JSON.stringify(start)], {
      serialization: "advanced",
    });
  });
  const takeBack = atEnd(() => children.forEach((child) => child.kill()));
  await Promise.all(children.map(answer));
  return {
    load: (used, load, milliseconds) =>
      Promise.all(children.slice(0, used).map((child) => tell<Done>(child, { load, milliseconds }))),
    send: (index, send, token) => tell<number>(children[index]!, { send, token }),
    async end() {
      await Promise.all(
        children.map((child) => {
          child.send("end" satisfies Order);
          return once(child, "exit");
        }),
      );
      takeBack();
    },
  };
}

function tell<T>(child: ChildProcess, order: Order): Promise<T> {
  const answered = answer(child) as Promise<T>;
  child.send(order);
  return answered;
}

async function answer(child: ChildProcess): Promise<unknown> {
  const ended = new AbortController();
  const exit = once(child, "exit", { signal: ended.signal }).then(([code]) => {
    throw new Error(`A server process ended with ${code}`);
  });
  try {
    return await Promise.race([
      once(child, "message", { signal: ended.signal }).then(([message]) => message as unknown),
      exit,
    ]);
  } finally {
    ended.abort();
    exit.catch(() => {});
  }
}
