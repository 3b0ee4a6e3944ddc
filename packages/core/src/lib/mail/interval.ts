/**
 * The wait between mails to one address: the interval of the companion, then 5, 30 and 60 minutes, and 60 from then on.
 * A counter of storage holds one moment, so that moment says both things: when it is forgotten (a day after the next mail
 * may go), and, in its milliseconds, how many mails have gone.
 */
export interface MailState {
  /** Milliseconds: from then on the next mail may go. */
  readonly nextAt: number;
  /** How many mails have gone: 1 to 4, which stands for any more. */
  readonly step: number;
}

const LATER_WAITS = [300, 1800, 3600];
const DAY = 86_400_000;

/** @param interval the first wait, in seconds: no later one is shorter */
export function stateAfter(step: number, interval: number, now: number): MailState {
  const wait = Math.max(interval, LATER_WAITS[step - 2] ?? 0);
  return { nextAt: Math.floor((now + wait * 1000) / 1000) * 1000, step };
}

export function nextStep({ step }: MailState): number {
  return Math.min(step + 1, LATER_WAITS.length + 1);
}

export function toMoment({ nextAt, step }: MailState): Date {
  return new Date(nextAt + DAY + step);
}

export function toState(moment: Date): MailState {
  const step = moment.getTime() % 1000;
  return { nextAt: moment.getTime() - step - DAY, step };
}
