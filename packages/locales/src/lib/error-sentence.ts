import { duration } from "./duration.ts";
import { fill } from "./fill.ts";
import type { ErrorCode, ErrorSentences } from "./sentences.ts";

/**
 * The sentence to show for an error. It says how long to wait where `retryAfter` is known. A code that this version
 * does not know has the sentence of `internal`.
 *
 * @param locale `code` and `errors` of a language
 * @param error `code`, and `retryAfter` in seconds, as errors of the client, of core and of answers have them
 * @example
 * ```ts
 * import { errorSentence } from "@latchkey/locales";
 * import { en } from "@latchkey/locales/en";
 *
 * errorSentence(en, { code: "rate_limited", retryAfter: 90 }); // "Too many attempts. Try again in 2 minutes."
 * ```
 */
export function errorSentence(
  locale: { readonly code: string; readonly errors: ErrorSentences },
  { code, retryAfter }: { readonly code: string; readonly retryAfter?: number | undefined },
): string {
  const { errors } = locale;
  if (code === "rate_limited" && retryAfter !== undefined && retryAfter > 0) {
    return fill(errors.rateLimitedFor, { duration: duration(locale, retryAfter) });
  }
  return isKnown(errors, code) ? errors[code] : errors.internal;
}

function isKnown(errors: ErrorSentences, code: string): code is ErrorCode {
  return code !== "rateLimitedFor" && Object.hasOwn(errors, code);
}
