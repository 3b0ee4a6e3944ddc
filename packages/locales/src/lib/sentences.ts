import type { account } from "./en/account.ts";
import type { admin } from "./en/admin.ts";
import type { errors } from "./en/errors.ts";
import type { forms } from "./en/forms.ts";
import type { mails } from "./en/mails.ts";
import type { passkeys } from "./en/passkeys.ts";
import type { secondFactor } from "./en/second-factor.ts";

/** English decides which keys an area has. A language that lacks one, or has another, does not compile. */
type SentencesOf<English> = { readonly [Key in keyof English]: string };

/** A sentence for each error code, and `rateLimitedFor`, which says how long to wait. */
export type ErrorSentences = SentencesOf<typeof errors>;

/** An error code that has a sentence: every code of `@latchkey/http`, and `network` when there is no answer. */
export type ErrorCode = Exclude<keyof ErrorSentences, "rateLimitedFor">;

/** The sentences of the forms that need no session. `{minLength}`, `{email}`: what the form knows. */
export type FormSentences = SentencesOf<typeof forms>;

/** The sentences of one's own account. Dates (`{date}`) are formatted for the language before they are filled in. */
export type AccountSentences = SentencesOf<typeof account>;

/** The sentences of mails. `{service}` is the name of the service that sends them. */
export type MailSentences = SentencesOf<typeof mails>;

/** The sentences of passkeys. Dates (`{date}`) are formatted for the language before they are filled in. */
export type PasskeySentences = SentencesOf<typeof passkeys>;

/** The sentences of the second factor, which people know as two-step verification. */
export type SecondFactorSentences = SentencesOf<typeof secondFactor>;

/** The sentences of the admin panel. */
export type AdminSentences = SentencesOf<typeof admin>;
