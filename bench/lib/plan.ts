/** What a table asks for; `measure` sees to the rest. */

import type { Ask } from "./asks.ts";
import type { Database, World } from "./contract.ts";
import type { Column } from "./outcome.ts";

export interface TableOptions {
  quick: boolean;
  /** The contestants that take part; all of them unless it is given. */
  only?: readonly string[];
}

/** One question to everybody in turn, and the columns that its answer fills. */
export interface Step {
  ask: Ask;
  /** What is asked of the native hash instead, where it takes part. */
  askNative?: Ask;
  columns: (Column & { /** of the answer */ from: string })[];
}

export interface Plan {
  table: string;
  title: string;
  about: string;
  database: Database["kind"];
  passwords: World["passwords"];
  /** How many have an account, and how many sessions each of them has. */
  people: { accounts: number; sessions: number };
  steps: Step[];
  rounds: number;
  /** Leaves those out whose password hash cannot be taken out. */
  freeHash?: boolean;
  /** Of Node, for the contestants' processes. */
  flags?: readonly string[];
}

/** The row of what a sign-in cannot do without: it is compared with in place of the limit. */
export const NATIVE = "native hash";
