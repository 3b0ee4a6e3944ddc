/** Everybody in turn, round after round: what disturbs the machine disturbs all participants alike. */

import { complain, summarize, type Row } from "./results.ts";

export type Participant<S> = Omit<Row, "values"> & { subject: S; hasFailed?: boolean };

/** One measurement: figures by the keys of their columns. `null` where the participant has no such operation. */
export type Step<S> = (subject: S) => Promise<Record<string, number | null>>;

/** Rounds that warm up are not measured. */
export async function inTurn<S>(
  participants: readonly Participant<S>[],
  steps: readonly Step<S>[],
  { rounds, warmUps = 1 }: { rounds: number; warmUps?: number },
): Promise<Row[]> {
  const samples = participants.map(() => new Map<string, number[]>());
  for (let round = -warmUps; round < rounds; round++) {
    for (const step of steps) {
      for (const place of participants.keys()) {
        // Another one begins in each round.
        const at = (place + round + warmUps) % participants.length;
        const participant = participants[at]!;
        if (participant.hasFailed) continue;
        const values = await step(participant.subject).catch((error: unknown) => fail(participant, error));
        for (const [key, value] of Object.entries(round < 0 ? {} : values))
          if (value !== null) samples[at]!.set(key, [...(samples[at]!.get(key) ?? []), value]);
      }
    }
  }
  return participants.map(({ name, title, version, note, hasFailed }, at) => {
    const values = hasFailed ? [] : [...samples[at]!].map(([key, own]) => [key, summarize(own)] as const);
    return { name, title, version, note, values: Object.fromEntries(values) };
  });
}

/** The others go on. The reason may name folders of this machine, so it is printed and not saved. */
export function fail(participant: Participant<unknown>, error: unknown): Record<string, never> {
  complain(`${participant.name} failed`, error);
  participant.hasFailed = true;
  participant.note = [participant.note, "failed in this run"].filter(Boolean).join("; ");
  return {};
}
