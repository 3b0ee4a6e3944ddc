import type { Locale } from "@latchkey/locales";

/** Making one takes longer than a page. */
const formats = new Map<string, Intl.DateTimeFormat>();

/**
 * A day in the words of a language, in UTC: the server does not know where the visitor is.
 * @example
 * ```ts
 * import { locales } from "@latchkey/locales";
 * import { dayOf } from "@latchkey/pages/blocks";
 *
 * dayOf(locales[0]!, "2031-02-03T04:05:06.789Z"); // "February 3, 2031"
 * ```
 */
export function dayOf({ code }: Locale, time: string): string {
  let format = formats.get(code);
  if (!format) formats.set(code, (format = new Intl.DateTimeFormat(code, { dateStyle: "long", timeZone: "UTC" })));
  return format.format(new Date(time));
}
