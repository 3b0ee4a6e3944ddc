import { locales } from "./locales.ts";
import type { Locale } from "./locale.ts";

/** What is chosen from: `code` is a language tag. */
interface Tagged {
  readonly code: string;
}

/** One part of `Accept-Language`: a language range and its weight. */
interface Range {
  readonly tag: string;
  /** 0 to 1. 0: not acceptable. */
  readonly quality: number;
}

/** What browsers send has about 100 characters. The rest of a longer header is not read. */
const MAX_LENGTH = 1000;
const TAG = /^(?:\*|[a-z]{1,8}(?:-[a-z\d]{1,8})*)$/;
const QUALITY = /^q=(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/;

/**
 * The language for a page, by the `Accept-Language` of its request (RFC 9110 §12.5.4): the one with the highest
 * weight, and of equal ones the one that is named first. `pt-BR` asks for `pt` (RFC 4647 §3.4). Parts that are not
 * well-formed do not count.
 *
 * @param acceptLanguage the header, or `null`
 * @returns a language that the header does not refuse (`q=0`), or the default if it refuses all
 * @example
 * ```ts
 * import { chooseLocale } from "@latchkey/locales";
 *
 * const locale = chooseLocale(request.headers.get("Accept-Language"));
 * const page = `<html lang="${locale.code}" dir="${locale.direction}">`;
 * ```
 */
export function chooseLocale(acceptLanguage: string | null | undefined): Locale;
/**
 * Chooses from a list of your own: whole languages, or anything with a `code`.
 *
 * @param acceptLanguage the header, or `null`
 * @param languages what to choose from; the first is the default
 */
export function chooseLocale<L extends Tagged>(acceptLanguage: string | null | undefined, languages: readonly L[]): L;
export function chooseLocale(
  acceptLanguage: string | null | undefined,
  languages: readonly Tagged[] = locales,
): Tagged {
  const ranges = readRanges(acceptLanguage ?? "");
  const weighed = languages.map((language) => ({ language, ...weigh(language.code.toLowerCase(), ranges) }));
  const acceptable = weighed.filter(({ quality }) => quality !== 0);
  // Sorting keeps the order of equals: what the header does not name stays in the order of the list.
  const [best] = acceptable.sort((a, b) => (b.quality ?? 0) - (a.quality ?? 0) || a.position - b.position);
  const chosen = best?.language ?? languages[0];
  if (chosen === undefined) throw new TypeError("chooseLocale needs at least one language");
  return chosen;
}

/**
 * The language with a tag, such as the one that a user has chosen: `pt-BR` finds `pt`. Case does not matter.
 *
 * @param tag any value
 * @returns `null` for a value that names none of them
 * @example
 * ```ts
 * import { findLocale } from "@latchkey/locales";
 *
 * const locale = findLocale(user.metadata?.locale);
 * ```
 */
export function findLocale(tag: unknown): Locale | null;
/**
 * Looks in a list of your own.
 *
 * @param tag any value
 * @param languages what to choose from
 */
export function findLocale<L extends Tagged>(tag: unknown, languages: readonly L[]): L | null;
export function findLocale(tag: unknown, languages: readonly Tagged[] = locales): Tagged | null {
  if (typeof tag !== "string" || tag.length > 64) return null;
  const wanted = tag.toLowerCase();
  const found = languages.filter(({ code }) => isWithin(wanted, code.toLowerCase()));
  return found.sort((a, b) => b.code.length - a.code.length)[0] ?? null;
}

function readRanges(header: string): Range[] {
  const parts = header.slice(0, MAX_LENGTH).toLowerCase().split(",");
  // A part that was cut off may say something else.
  if (header.length > MAX_LENGTH) parts.pop();
  return parts.flatMap((part) => {
    const [tag = "", weight, ...more] = part.split(";").map((word) => word.trim());
    if (!TAG.test(tag) || more.length > 0 || (weight !== undefined && !QUALITY.test(weight))) return [];
    return [{ tag, quality: weight === undefined ? 1 : Number(weight.slice(2)) }];
  });
}

/** The weight of a language, and where the header names it. `null`: the header does not say. */
function weigh(code: string, ranges: readonly Range[]): { quality: number | null; position: number } {
  // `pt-BR` asks for `pt`, and `pt` for `pt-BR`; but only a range that contains the language can refuse it.
  const matching = ranges.flatMap(({ tag, quality }, position) =>
    isWithin(code, tag) || (isWithin(tag, code) && quality > 0) ? [{ quality, position }] : [],
  );
  const refusal = matching.find(({ quality }) => quality === 0);
  const [best] = matching.sort((a, b) => b.quality - a.quality);
  const any = ranges.findIndex(({ tag }) => tag === "*");
  return refusal ?? best ?? { quality: ranges[any]?.quality ?? null, position: any < 0 ? ranges.length : any };
}

/** Whether a tag is a range or begins with it: `pt-br` is within `pt`. */
function isWithin(tag: string, range: string): boolean {
  return tag === range || tag.startsWith(`${range}-`);
}
