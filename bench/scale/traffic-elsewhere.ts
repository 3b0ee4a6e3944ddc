/** Live traffic in another process, asked from here. */

import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { atEnd } from "../lib/cleanup.ts";
import type { Source } from "./sweeping.ts";
import type { Waited } from "./traffic.ts";
import type { Start } from "./traffic-process.ts";

export async function trafficElsewhere(start: Start): Promise<Source> {
  const child = fork(join(import.meta.dirname, "traffic-process.ts"), [JSON.stringify(start)]);
  const takeBack = atEnd(() => child.kill());
  const take = async (): Promise<Waited> => {
    child.send("take");
    return ((await once(child, "message")) as [Waited])[0];
  };
  await take();
  return {
    take,
    async stop() {
      child.send("stop");
      await once(child, "exit");
      takeBack();
    },
  };
}
