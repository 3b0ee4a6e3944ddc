import type { Locale } from "@latchkey/locales";
import type { Look } from "./html/document.ts";

/** What all pages of a mount share. */
export interface Site {
  /** How they look. */
  readonly look: Look;
  /** What `Accept-Language` chooses from. */
  readonly locales: readonly Locale[];
  /** Where people go after signing in. `null`: to their account. */
  readonly after: string | null;
}
