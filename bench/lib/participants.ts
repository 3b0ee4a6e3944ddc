/** Those who take part in one table, each in its process and with its database. */

import { randomBytes } from "node:crypto";
import type { Contestant } from "./contestants.ts";
import { openDatabase } from "./databases.ts";
import { NATIVE, type Plan } from "./plan.ts";
import { contain, type Contained } from "./process.ts";
import { say, step } from "./terminal.ts";

export interface Participant {
  name: string;
  title?: string;
  version?: string;
  /** What to know about it, beside its figures. */
  notes: string[];
  process: Contained;
  /** What each column got, round by round. */
  values: Map<string, number[]>;
  /** It takes no part any more. */
  hasFailed: boolean;
  end: () => Promise<void>;
}

/** A hash that cannot be chosen may take half a second: so many accounts of that kind must do. */
const FEW = 64;

export async function openParticipants(plan: Plan, contestants: readonly Contestant[]): Promise<Participant[]> {
  const list: Participant[] = [];
  const isWanted = ({ databases, ownPasswords }: Contestant) =>
    databases.includes(plan.database) && !(plan.freeHash && ownPasswords);
  for (const contestant of contestants.filter(isWanted)) list.push(await open(plan, contestant));
  if (plan.steps.some((one) => one.askNative)) {
    const process = contain();
    list.push({ name: NATIVE, notes: [], process, values: new Map(), hasFailed: false, end: process.end });
  }
  return list;
}

async function open(plan: Plan, contestant: Contestant): Promise<Participant> {
  const { name, title, version, note, ownPasswords } = contestant;
  const own = await openDatabase(plan.database, name);
  const process = contain(plan.flags);
  const participant: Participant = {
    name,
    ...(title === name ? {} : { title }),
    ...(version === undefined ? {} : { version }),
    notes: note === undefined ? [] : [note],
    process,
    values: new Map(),
    hasFailed: false,
    async end() {
      await process.end();
      await own.remove();
    },
  };
  if (ownPasswords && plan.passwords === "pbkdf2")
    participant.notes.push("its own password hash, which cannot be chosen");
  const { accounts, sessions } = plan.people;
  const people = { accounts: ownPasswords ? Math.min(accounts, FEW) : accounts, sessions };
  try {
    await step(`${name} opened, ${people.accounts} accounts, answers checked`, async () => {
      const secret = randomBytes(32).toString("base64url");
      await process.ask({
        job: "open",
        module: contestant.module,
        world: { database: own.database, passwords: plan.passwords, secret },
      });
      await process.ask({ job: "prepare", ...people });
      const { revokes } = await process.ask({ job: "check" });
      if (revokes === 0) participant.notes.push("a session that was signed out still passes");
    });
  } catch (error) {
    fail(participant, error);
  }
  return participant;
}

/** Leaves it out of what is still to come, and lets the others go on. */
export function fail(participant: Participant, error: unknown): void {
  const text = error instanceof Error ? error.message : String(error);
  participant.hasFailed = true;
  // Why is for whoever runs it: it may name folders of this machine.
  participant.notes.push("failed in this run");
  say("bad", `  ${participant.name} failed: ${text}`);
  process.exitCode = 1;
}
