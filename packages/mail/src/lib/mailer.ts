import type { AuthEvent } from "@latchkey/core";
import type { EmailChangeOptions } from "@latchkey/core/email-change";
import type { EmailVerificationOptions } from "@latchkey/core/email-verification";
import type { MailSignInOptions } from "@latchkey/core/mail-sign-in";
import type { PasswordResetOptions } from "@latchkey/core/password-reset";
import { deliver } from "./deliver.ts";
import { proofLetter, signInLetter, signUpLetter } from "./letters/codes.ts";
import { emailChangeLetter, resetLetter, verificationLetter, type LetterLink } from "./letters/links.ts";
import { emailChangedLetter } from "./letters/notices.ts";
import { noticesFor, type NoticeUsers } from "./notices.ts";
import { readOptions, type MailerOptions } from "./options.ts";

type Given = "send" | "onError" | "waitUntil";

/** Mails for the companions of core: each property is the options of the companion that has its name. */
export interface Mailer {
  /** For `emailVerification(auth, mail.emailVerification)`: the link that confirms an address. */
  readonly emailVerification: Pick<EmailVerificationOptions<unknown>, Given>;
  /** For `passwordReset(auth, mail.passwordReset)`: the link to set a new password. */
  readonly passwordReset: Pick<PasswordResetOptions<unknown>, Given>;
  /** For `emailChange(auth, mail.emailChange)`: the link to the new address, and the notice to the old one. */
  readonly emailChange: Pick<EmailChangeOptions<unknown>, Given | "notify">;
  /** For `mailSignIn(auth, mail.mailSignIn)`: the link and the code to sign in, and the code to prove it once more. */
  readonly mailSignIn: Pick<MailSignInOptions<unknown>, Given | "sendProof">;
  /**
   * Makes the hook that tells owners what happens to their account: a sign-in on a device that was not signed in, a new
   * password, and accounts at providers that are connected or disconnected. Let it hear of every event. It returns at
   * once, and a mail that fails goes to `onError`.
   *
   * @param users `users(auth)` of `@latchkey/core/users`
   * @example
   * ```ts
   * import { createAuth } from "@latchkey/core";
   * import { users } from "@latchkey/core/users";
   *
   * const auth = createAuth({ storage, secret, hooks: { after: (event) => notices(event) } });
   * const notices = mail.notices(users(auth));
   * ```
   */
  notices(users: NoticeUsers): (event: AuthEvent) => void;
}

/**
 * Mails for accounts, in the language of each user, as text and HTML. Links lead to pages of `origin` alone.
 *
 * @param options `from`, `origin` and `transport`, and what differs from the defaults
 * @throws TypeError for an option that is missing, unknown or wrong
 * @example
 * ```ts
 * import { passwordReset } from "@latchkey/core/password-reset";
 * import { mailer } from "@latchkey/mail";
 * import { smtp } from "@latchkey/mail/smtp";
 *
 * const mail = mailer({
 *   from: "Shop <no-reply@shop.example>",
 *   origin: "https://shop.example",
 *   transport: smtp(process.env.SMTP_URL),
 * });
 * const reset = passwordReset(auth, mail.passwordReset);
 * ```
 */
export function mailer(options: MailerOptions): Mailer {
  const settings = readOptions(options);
  const { links, now, later } = settings;
  const secondsUntil = (moment: string) => Math.max(0, Math.round((Date.parse(moment) - now()) / 1000));
  const linkTo = (
    page: Parameters<typeof links.withToken>[0],
    { token, expiresAt }: { readonly token: string; readonly expiresAt: string },
  ): LetterLink => ({
    url: links.withToken(page, token),
    seconds: secondsUntil(expiresAt),
  });
  return {
    emailVerification: {
      ...later,
      send: ({ user, ...issued }) =>
        deliver(settings, { user, to: user.email }, (voice) =>
          verificationLetter(voice, user.email, linkTo("verifyEmail", issued)),
        ),
    },
    passwordReset: {
      ...later,
      send: ({ user, ...issued }) =>
        deliver(settings, { user, to: user.email }, (voice) =>
          resetLetter(voice, user.email, linkTo("resetPassword", issued)),
        ),
    },
    emailChange: {
      ...later,
      send: ({ user, email, ...issued }) =>
        deliver(settings, { user, to: email }, (voice) =>
          emailChangeLetter(voice, email, linkTo("confirmEmail", issued)),
        ),
      notify: ({ user, previousEmail }) =>
        deliver(settings, { user, to: previousEmail }, (voice) =>
          emailChangedLetter(voice, { newEmail: user.email, previousEmail }),
        ),
    },
    mailSignIn: {
      ...later,
      send: ({ user, email, code, isNew, ...issued }) =>
        deliver(settings, { user, to: email }, (voice) =>
          (isNew ? signUpLetter : signInLetter)(voice, { email, code, link: linkTo("mailSignIn", issued) }),
        ),
      sendProof: ({ user, email, code, expiresAt }) =>
        deliver(settings, { user, to: email }, (voice) =>
          proofLetter(voice, { email, code, seconds: secondsUntil(expiresAt) }),
        ),
    },
    notices: (users) => noticesFor(settings, users),
  };
}
