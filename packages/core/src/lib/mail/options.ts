import { runLater, type Later } from "./run-later.ts";

/** Options of every companion that sends mails. */
export interface MailOptions extends Later {
  /** Seconds that a token is valid. */
  readonly lifetime?: number | undefined;
  /**
   * Seconds between the first two mails of this kind to one address: 1 to 86 400. Default 60. Then the wait grows to 5,
   * 30 and 60 minutes, and starts again after a day without a mail.
   */
  readonly interval?: number | undefined;
}

/** The options, checked and filled in. */
export interface Mailing {
  /** In seconds. */
  readonly lifetime: number;
  /** In seconds. */
  readonly interval: number;
  /** Runs work that the answer does not wait for. */
  later(work: () => Promise<unknown>): void;
}

/** What a companion asks of its options. */
export interface MailRules {
  /** The name of the companion, for the error sentences. */
  readonly companion: string;
  /** The functions that must be given. */
  readonly required: readonly string[];
  /** Options that only this companion has. It checks them itself. */
  readonly further?: readonly string[] | undefined;
  /** The default lifetime of a token, and the longest, in seconds. */
  readonly lifetime: { readonly default: number; readonly max: number };
}

/** @throws TypeError for an option that is missing, unknown or out of bounds */
export function readMailOptions(
  options: MailOptions,
  { companion, required, further = [], lifetime: limits }: MailRules,
): Mailing {
  const known = [...required, ...further, "lifetime", "interval", "waitUntil", "onError"];
  const unknown = Object.keys(options ?? {}).find((name) => !known.includes(name));
  if (unknown !== undefined) throw new TypeError(`${companion} does not know the option "${unknown}"`);
  const given = { ...options } as Record<string, unknown>;
  for (const name of required) {
    if (typeof given[name] !== "function")
      throw new TypeError(`${companion} needs ${name}: a function that sends the mail`);
  }
  for (const name of ["waitUntil", "onError"]) {
    if (given[name] !== undefined && typeof given[name] !== "function")
      throw new TypeError(`${companion}: ${name} must be a function`);
  }
  const { lifetime = limits.default, interval = 60 } = options;
  requireSeconds(`${companion}: lifetime`, lifetime, { min: 60, max: limits.max });
  requireSeconds(`${companion}: interval`, interval, { min: 1, max: 86_400 });
  return { lifetime, interval, later: (work) => runLater(work, options) };
}

function requireSeconds(what: string, value: number, { min, max }: { min: number; max: number }): void {
  if (Number.isInteger(value) && value >= min && value <= max) return;
  throw new TypeError(`${what} must be a whole number of seconds from ${min} to ${max}`);
}
