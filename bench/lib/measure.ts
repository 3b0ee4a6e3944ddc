/** Measures contestants: each in a process of its own, with a database of its own, in turn. */

import { randomBytes } from "node:crypto";
import type { OperationName, World } from "./child-state.ts";
import type * as ContestantProcess from "./contestant-process.ts";
import { installed, type Contestant } from "./contestants.ts";
import { fail, inTurn, type Participant, type Step } from "./in-turn.ts";
import { startProcess, type IsolatedProcess } from "./process.ts";
import { save, type Options } from "./results.ts";
import { aboutPostgres, removeDatabase, testDatabase, type DatabaseKind } from "./test-database.ts";

export type Child = IsolatedProcess<typeof ContestantProcess>["call"];

/**
 * `sessions`: of each account. `needsFreeHash`: leaves out contestants whose hash cannot be chosen. `flags`: Node's,
 * for the processes. `others`: measured beside the contestants.
 */
export interface Plan extends Pick<World, "passwords"> {
  database: DatabaseKind;
  accounts: number;
  sessions?: number;
  steps: readonly Step<Child>[];
  rounds: number;
  needsFreeHash?: boolean;
  flags?: readonly string[];
  others?: readonly Participant<Child>[];
}

export const startChild = (flags?: readonly string[]): IsolatedProcess<typeof ContestantProcess> =>
  startProcess("lib/contestant-process.ts", flags);

/** Calls a second, so many at a time, for the column `key`. */
export const load =
  (key: string, operation: OperationName, inFlight: number, milliseconds: number): Step<Child> =>
  async (child) => ({ [key]: await child.load(operation, inFlight, milliseconds) });

export async function measure(table: string, plan: Plan, options: Options): Promise<void> {
  console.error(table);
  const contestants = await installed(options.only);
  const opened = [];
  for (const one of contestants) if (!plan.needsFreeHash || !one.ownPasswords) opened.push(await open(plan, one));
  const participants = [...opened.map(({ participant }) => participant), ...(plan.others ?? [])];
  // Two rounds of warming up: after one, the slowest are hardly compiled.
  const rows = await inTurn(participants, plan.steps, { rounds: plan.rounds, warmUps: 2 });
  for (const { end } of opened) await end();
  const postgres = plan.database === "postgres" ? await aboutPostgres() : undefined;
  save(table, { rounds: plan.rounds, postgres, rows }, options);
}

async function open(plan: Plan, { name, title, version, note, ownPasswords, module }: Contestant) {
  const database = await testDatabase(plan.database);
  const { call, end } = startChild(plan.flags);
  const participant: Participant<Child> = { name, title, version, note, subject: call };
  const remark = (text: string) => (participant.note = [participant.note, text].filter(Boolean).join("; "));
  if (ownPasswords && plan.passwords === "pbkdf2") remark("its own password hash, which cannot be chosen");
  try {
    await call.open(module, { database, passwords: plan.passwords, secret: randomBytes(32).toString("base64url") });
    // A hash that cannot be chosen may take half a second.
    await call.prepare(ownPasswords ? Math.min(plan.accounts, 64) : plan.accounts, plan.sessions ?? 1);
    if (!(await call.check())) remark("a session that was signed out still passes");
  } catch (error) {
    fail(participant, error);
  }
  return { participant, end: () => end().then(() => removeDatabase(database)) };
}
