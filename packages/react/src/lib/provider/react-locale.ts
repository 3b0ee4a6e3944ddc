import type { Locale } from "@latchkey/locales";

/**
 * The language of the components. A whole language of `@latchkey/locales` fits, and so do single areas of one, which
 * keeps the bundle small. English stands in for areas that are not there.
 */
export interface ReactLocale {
  /** The language tag (BCP 47), for `lang` attributes, dates and times. */
  readonly code: string;
  /** A sentence for each error code. */
  readonly errors?: Locale["errors"] | undefined;
  /** The forms that need no session. */
  readonly forms?: Locale["forms"] | undefined;
  /** One's own account. */
  readonly account?: Locale["account"] | undefined;
  /** Passkeys. */
  readonly passkeys?: Locale["passkeys"] | undefined;
  /** The second factor. */
  readonly secondFactor?: Locale["secondFactor"] | undefined;
}
