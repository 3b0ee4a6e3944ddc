import type {
  AccountSentences,
  ErrorSentences,
  FormSentences,
  MailSentences,
  PasskeySentences,
  SecondFactorSentences,
} from "./sentences.ts";

/** One language: every sentence that a person reads, in areas that can also be imported alone. */
export interface Locale {
  /** The language tag (BCP 47), for `lang` attributes and `Intl`: `"en"`. */
  readonly code: string;
  /** The direction of the script, for `dir` attributes. */
  readonly direction: "ltr" | "rtl";
  /** A sentence for each error code. */
  readonly errors: ErrorSentences;
  /** The forms that need no session: signing up and in, links from mails, signing out. */
  readonly forms: FormSentences;
  /** One's own account. */
  readonly account: AccountSentences;
  /** Mails. */
  readonly mails: MailSentences;
  /** Passkeys. */
  readonly passkeys: PasskeySentences;
  /** The second factor: setting it up, and the second step of signing in. */
  readonly secondFactor: SecondFactorSentences;
}
