/** Carries out a plan: everybody in turn, round after round, so that all see the same weather. */

import { contestants } from "./contestants.ts";
import { aboutPostgres } from "./databases.ts";
import { machine, writeOutcome, type Outcome, type Row } from "./outcome.ts";
import { fail, openParticipants, type Participant } from "./participants.ts";
import { NATIVE, type Plan, type Step, type TableOptions } from "./plan.ts";
import { summarize } from "./statistics.ts";
import { passing, say, seconds } from "./terminal.ts";
import { printOutcome } from "./terminal-table.ts";

export async function measure(plan: Plan, options: TableOptions): Promise<Outcome> {
  say("title", `\n${plan.title}`);
  const participants = await openParticipants(plan, await contestants(options.only));
  try {
    const started = performance.now();
    // Twice: the slowest have hardly been optimized after one.
    for (let round = 0; round < 2; round++) await playRound(plan, participants, 0);
    say("quiet", `  warmed up  ${seconds(started)}`);
    for (const participant of participants) participant.values.clear();
    for (let round = 1; round <= plan.rounds; round++) await playRound(plan, participants, round);
    say("quiet", `  ${plan.rounds} rounds  ${seconds(started)}`);
  } finally {
    for (const participant of participants) await participant.end();
  }
  const remark = plan.database === "postgres" ? ` ${await aboutPostgres()}` : "";
  const outcome = outcomeOf(plan, participants, remark);
  await writeOutcome(outcome);
  printOutcome(outcome);
  return outcome;
}

async function playRound(plan: Plan, participants: readonly Participant[], round: number): Promise<void> {
  // Somebody else begins each time.
  const from = round % Math.max(1, participants.length);
  const order = [...participants.slice(from), ...participants.slice(0, from)];
  for (const step of plan.steps) {
    for (const participant of order) {
      if (participant.hasFailed) continue;
      passing(
        `  ${round === 0 ? "warming up" : `round ${round} of ${plan.rounds}`}  ${step.columns[0]!.title}  ${participant.name}`,
      );
      await playStep(step, participant).catch((error: unknown) => fail(participant, error));
    }
  }
}

async function playStep(step: Step, { name, process, values }: Participant): Promise<void> {
  const ask = name === NATIVE ? step.askNative : step.ask;
  if (!ask) return;
  const answer = await process.ask(ask);
  for (const { key, from } of step.columns) {
    const value = answer[from];
    if (value === undefined) throw new Error(`There is no ${from} in the answer to ${ask.job}`);
    if (value !== null) values.set(key, [...(values.get(key) ?? []), value]);
  }
}

function outcomeOf(plan: Plan, participants: readonly Participant[], remark: string): Outcome {
  const columns = plan.steps.flatMap((step) =>
    step.columns.map(({ key, title, unit, better }) => ({ key, title, unit, better })),
  );
  const rows = participants.map(({ name, title, version, notes, hasFailed, values }): Row => {
    return {
      contestant: name,
      ...(title === undefined ? {} : { title }),
      ...(version === undefined ? {} : { version }),
      ...(notes.length === 0 ? {} : { note: notes.join("; ") }),
      // Half of the rounds would look like all of them.
      values: Object.fromEntries(columns.map(({ key }) => [key, hasFailed ? null : summarize(values.get(key) ?? [])])),
    };
  });
  const about = `${plan.about.trim()}${remark}\n\nMedian and quartiles of ${plan.rounds} rounds, everybody in turn in each of them.`;
  return {
    table: plan.table,
    title: plan.title,
    at: new Date().toISOString(),
    machine: machine(),
    columns,
    rows,
    about,
  };
}
