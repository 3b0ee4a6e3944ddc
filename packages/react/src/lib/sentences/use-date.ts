import { useLanguage } from "./use-language.ts";

/** Writes a moment (ISO 8601) as people do, in the time zone of the device. Only for what no server renders. */
export function useDate(): (moment: string) => string {
  const format = new Intl.DateTimeFormat(useLanguage(), { dateStyle: "medium", timeStyle: "short" });
  return (moment) => format.format(new Date(moment));
}
