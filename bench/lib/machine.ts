/** The machine that figures come from: what matters to speed, and nothing that says whose it is. */

import { availableParallelism, cpus, release, totalmem, type } from "node:os";

export interface Machine {
  cpu: string;
  cores: number;
  memory: string;
  os: string;
  node: string;
  [more: string]: string | number;
}

export function machine(): Machine {
  return {
    cpu: cpus()[0]?.model.trim() || "unknown",
    cores: availableParallelism(),
    memory: `${(totalmem() / 2 ** 30).toFixed(0)} GiB`,
    os: `${type()} ${release().match(/^[\d.]+/)?.[0] ?? release()}`,
    node: process.versions.node,
  };
}
