/**
 * The wait between mails to one address: first the interval of the companion, then 5, 30 and 60 minutes, and 60 minutes
 * from then on. A storage counter keeps it in one date, which holds two values: a day after the next mail may go, when
 * it is forgotten, and in its milliseconds the number of mails.
 */
export interface MailState {
  /** When the next mail may go, in milliseconds since 1970. */
  readonly nextAt: number;
  /** How many mails have gone: 1 to 4, and 4 for any more. */
  readonly step: number;
}

const LATER_WAITS_S = [300, 1800, 3600];
const DAY_MS = 86_400_000;

/** @param interval the first wait, in seconds. No later wait is shorter. */
export function stateAfter(step: number, interval: number, now: number): MailState {
  const wait = Math.max(interval, LATER_WAITS_S[step - 2] ?? 0);
  return { nextAt: Math.floor((now + wait * 1000) / 1000) * 1000, step };
}

export function nextStep({ step }: MailState): number {
  return Math.min(step + 1, LATER_WAITS_S.length + 1);
}

export function toDate({ nextAt, step }: MailState): Date {
  return new Date(nextAt + DAY_MS + step);
}

export function toState(date: Date): MailState {
  const step = date.getTime() % 1000;
  return { nextAt: date.getTime() - step - DAY_MS, step };
}
