const MINUTE = 60;
const HOUR = 3600;
const DAY = 86_400;

/** Making one takes longer than a page. */
const formats = new Map<string, Intl.NumberFormat>();

/**
 * A time to wait, in the words of a language: in seconds below a minute, in minutes below an hour, in hours below two
 * days, then in days. It is rounded up, so that nobody tries again too early.
 *
 * @param locale the language: its `code` is enough
 * @param seconds 0 or more
 * @example
 * ```ts
 * import { duration } from "@latchkey/locales";
 *
 * duration({ code: "en" }, 90); // "2 minutes"
 * duration({ code: "ja" }, 3600); // "1 時間"
 * ```
 */
export function duration({ code }: { readonly code: string }, seconds: number): string {
  const [unit, length] = unitOf(Math.ceil(seconds));
  return formatOf(code, unit).format(Math.ceil(seconds / length));
}

function formatOf(code: string, unit: string): Intl.NumberFormat {
  const known = formats.get(`${code} ${unit}`);
  const format = known ?? new Intl.NumberFormat(code, { style: "unit", unit, unitDisplay: "long" });
  if (!known) formats.set(`${code} ${unit}`, format);
  return format;
}

function unitOf(seconds: number): [unit: string, length: number] {
  if (seconds < MINUTE) return ["second", 1];
  if (seconds <= HOUR - MINUTE) return ["minute", MINUTE];
  return seconds <= 2 * DAY - HOUR ? ["hour", HOUR] : ["day", DAY];
}
