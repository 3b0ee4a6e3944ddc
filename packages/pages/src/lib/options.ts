import type { ApiKeys } from "@latchkey/core/api-keys";
import type { EmailChange } from "@latchkey/core/email-change";
import type { EmailVerification } from "@latchkey/core/email-verification";
import type { MailSignIn } from "@latchkey/core/mail-sign-in";
import type { OwnAccount } from "@latchkey/core/own-account";
import type { PasswordChanger } from "@latchkey/core/password-change";
import type { PasswordReset } from "@latchkey/core/password-reset";
import type { Sessions } from "@latchkey/core/sessions";
import type { Usernames } from "@latchkey/core/usernames";
import { readReturnPath } from "@latchkey/http";
import { locales as everyLocale, type Locale } from "@latchkey/locales";
import { lookOf } from "./look/look.ts";
import type { Theme } from "./look/theme.ts";
import type { Part } from "./parts/part.ts";
import type { PagePasskeys } from "./passkeys.ts";
import type { PageSecondFactor } from "./second-factor.ts";
import type { Social } from "./social.ts";
import type { Site } from "./site.ts";

/** The options of `pages()`. Give the companions that you have: what a companion does, the pages offer. */
export interface PagesOptions {
  /** The name of your service, above every page and in its title. Default: none. */
  readonly name?: string | undefined;
  /** Colour, corners and font. Default: blue buttons, round corners, the font of the device. */
  readonly theme?: Theme | undefined;
  /** Where people go after signing in, a path of this origin: `"/dashboard"`. Default: their account. */
  readonly after?: string | undefined;
  /** The languages that `Accept-Language` chooses from, the default first. Default: all of `@latchkey/locales`. */
  readonly locales?: readonly Locale[] | undefined;
  /** For a forgotten password. */
  readonly passwordReset?: PasswordReset | undefined;
  /** For confirming the address. */
  readonly emailVerification?: EmailVerification | undefined;
  /** For changing the address. */
  readonly emailChange?: EmailChange | undefined;
  /** For signing in by the link or the code of a mail. */
  readonly mailSignIn?: MailSignIn | undefined;
  /** For changing the password. */
  readonly passwordChange?: PasswordChanger | undefined;
  /** For the list of devices. */
  readonly sessions?: Sessions | undefined;
  /** For deleting the account. */
  readonly ownAccount?: OwnAccount | undefined;
  /** For a user name: when signing up, and as another way to sign in. */
  readonly usernames?: Usernames | undefined;
  /** For API keys. */
  readonly apiKeys?: ApiKeys | undefined;
  /** For signing in with accounts at providers: `socialSignIn(auth, …)` of `@latchkey/oauth`. */
  readonly social?: Social | undefined;
  /**
   * For passkeys: `passkeys(auth, …)` of `@latchkey/passkeys`. Give the handler its `passkeyRoutes`, too: a script of
   * the pages asks them.
   */
  readonly passkeys?: PagePasskeys | undefined;
  /** For a second factor: `secondFactors(auth, …)` of `@latchkey/second-factor`. */
  readonly secondFactor?: PageSecondFactor | undefined;
  /** Ways in, pages and sections of the account that other packages or you add. Default: none. */
  readonly parts?: readonly Part[] | undefined;
}

/** A method of each companion, to tell it from what is not one. */
const COMPANIONS = {
  passwordReset: "reset",
  emailVerification: "verify",
  emailChange: "confirm",
  mailSignIn: "requestProof",
  passwordChange: "change",
  sessions: "list",
  ownAccount: "delete",
  usernames: "signUp",
  apiKeys: "create",
  social: "begin",
  passkeys: "listFor",
  secondFactor: "statusFor",
} as const;
const OTHERS = ["name", "theme", "after", "locales", "parts"];

/** @throws TypeError an option is unknown or of the wrong kind */
export function readSite(options: PagesOptions): Site {
  const known = [...Object.keys(COMPANIONS), ...OTHERS];
  const unknown = Object.keys(options).find((name) => !known.includes(name));
  if (unknown !== undefined) throw new TypeError(`pages has no option "${unknown}": it has ${known.join(", ")}`);
  for (const [name, method] of Object.entries(COMPANIONS)) {
    const given = options[name as keyof typeof COMPANIONS] as Readonly<Record<string, unknown>> | undefined;
    if (given !== undefined && typeof given?.[method] !== "function")
      throw new TypeError(
        `pages: ${name} takes the companion, like ${name === "social" ? "socialSignIn" : name}(auth)`,
      );
  }
  const { name, theme, after, locales = everyLocale, parts = [] } = options;
  if (name !== undefined && (typeof name !== "string" || name.trim() === ""))
    throw new TypeError("pages: name must be a text");
  if (after !== undefined && readReturnPath(after) !== after)
    throw new TypeError('pages: after must be a path of this origin, like "/dashboard"');
  if (!Array.isArray(locales) || locales.length === 0)
    throw new TypeError("pages: locales takes a list of languages of @latchkey/locales");
  if (!Array.isArray(parts)) throw new TypeError("pages: parts takes a list");
  return { look: lookOf({ name, theme }), locales, after: after ?? null };
}
