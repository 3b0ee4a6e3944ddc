import { runLater, type Later } from "./run-later.ts";

/** What every companion that sends mails takes beside the function that sends them. */
export interface MailOptions extends Later {
  /** Seconds that a token is good for. */
  readonly lifetime?: number | undefined;
  /**
   * Seconds between the first two mails of this kind to one address, from 1 to 86 400. Default 60. From there the wait
   * grows to 5, 30 and 60 minutes, and begins anew after a day without a mail.
   */
  readonly interval?: number | undefined;
}

export interface Mailing {
  readonly lifetime: number;
  readonly interval: number;
  later(work: () => Promise<unknown>): void;
}

/**
 * @param required the functions that must be there
 * @param defaults the lifetime, and the longest
 * @throws TypeError for an option that is missing, unknown or senseless
 */
export function readMailOptions(
  companion: string,
  options: MailOptions,
  required: readonly string[],
  defaults: { lifetime: number; longest: number },
): Mailing {
  const known = [...required, "lifetime", "interval", "waitUntil", "onError"];
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
  const { lifetime = defaults.lifetime, interval = 60 } = options;
  requireSeconds(`${companion}: lifetime`, lifetime, 60, defaults.longest);
  requireSeconds(`${companion}: interval`, interval, 1, 86_400);
  return { lifetime, interval, later: (work) => runLater(work, options) };
}

function requireSeconds(what: string, value: number, least: number, most: number): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  throw new TypeError(`${what} must be a whole number of seconds from ${least} to ${most}`);
}
