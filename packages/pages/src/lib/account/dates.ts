import type { Locale } from "@latchkey/locales";

/** Making one takes longer than a page. */
const formats = new Map<string, Intl.DateTimeFormat>();

/** A day in the words of a language, in UTC: the server does not know where the visitor is. */
export function dayOf({ code }: Locale, time: string): string {
  let format = formats.get(code);
  if (!format) formats.set(code, (format = new Intl.DateTimeFormat(code, { dateStyle: "long", timeZone: "UTC" })));
  return format.format(new Date(time));
}
