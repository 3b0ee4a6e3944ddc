import type { Auth } from "@latchkey/core";
import { identities } from "@latchkey/core/identities";
import { stepUp } from "@latchkey/core/step-up";
import { accountPage } from "./account/account-page.ts";
import { apiKeysSection } from "./account/api-keys.ts";
import { deleteAccountSection } from "./account/delete-account.ts";
import { emailSection } from "./account/email.ts";
import { passwordSection } from "./account/password.ts";
import { mailProofSection } from "./account/mail-proof.ts";
import { profileSection } from "./account/profile.ts";
import type { Section } from "./account/section.ts";
import { sessionsSection } from "./account/sessions.ts";
import { readSite, type PagesOptions } from "./options.ts";
import { confirmEmailPage } from "./parts/confirm-email.ts";
import { mailSignInPart } from "./parts/mail-sign-in.ts";
import type { Part } from "./parts/part.ts";
import { passkeysPart } from "./parts/passkeys.ts";
import { passwordResetPart } from "./parts/password-reset.ts";
import { secondFactorPart } from "./parts/second-factor-part.ts";
import { signInPage } from "./parts/sign-in.ts";
import { signOutPage } from "./parts/sign-out.ts";
import { signUpPart } from "./parts/sign-up.ts";
import { socialPart } from "./parts/social.ts";
import { verifyEmailPage } from "./parts/verify-email.ts";
import type { Page } from "./request/page.ts";
import type { Site } from "./site.ts";

/** The pages of an application, for `pageRoutes`. */
export interface Pages {
  /** What all of them share. */
  readonly site: Site;
  /** All of them, in no order. */
  readonly list: readonly Page[];
}

/**
 * Ready pages for the whole life of an account, from signing up to deleting it. They work without JavaScript. Passkeys
 * alone need it, and pages with passkeys have the one script there is. Each page, and each section of the account, is
 * there if its companion is.
 *
 * @param auth made by `createAuth`
 * @param options the companions that you have, and how the pages look. Every option has a default.
 * @throws TypeError an option is unknown or of the wrong kind
 * @example
 * ```ts
 * import { passwordReset } from "@latchkey/core/password-reset";
 * import { sessions } from "@latchkey/core/sessions";
 * import { createHandler } from "@latchkey/http";
 * import { pageRoutes, pages } from "@latchkey/pages";
 *
 * const link = (path: string, token: string) => `https://example.com/auth${path}?token=${token}`;
 * const reset = passwordReset(auth, {
 *   send: ({ user, token }) => mailer.send({ to: user.email, text: link("/reset-password", token) }),
 * });
 * const shop = pages(auth, { name: "Shop", passwordReset: reset, sessions: sessions(auth) });
 * const handler = createHandler(auth, { routes: pageRoutes(shop) });
 * ```
 */
export function pages(auth: Auth, options: PagesOptions = {}): Pages {
  const site = readSite(options);
  const { usernames, passwordReset, emailVerification, emailChange, mailSignIn } = options;
  // One list of providers for all environments may be empty in some.
  const social = options.social?.providers.length ? options.social : undefined;
  const { passkeys, secondFactor: factor } = options;
  // Who has signed up with a passkey or by mail has no password.
  const waysIn = social?.identities ?? (passkeys || mailSignIn ? identities(auth) : undefined);
  const own = { proof: stepUp(auth), social, waysIn, passkeys, factor, mailsCodes: mailSignIn !== undefined };
  const parts: readonly Part[] = [
    ...(passwordReset ? [passwordResetPart(auth, passwordReset)] : []),
    ...(auth.signUps ? [signUpPart(auth, usernames, () => parts)] : []),
    ...(emailVerification ? [{ pages: [verifyEmailPage(emailVerification)] }] : []),
    ...(mailSignIn ? [mailSignInPart(mailSignIn, social)] : []),
    ...(emailChange ? [{ pages: [confirmEmailPage(emailChange)] }] : []),
    ...(passkeys ? [passkeysPart({ passkeys, proof: own.proof })] : []),
    ...(social ? [socialPart({ social, proof: own.proof })] : []),
    ...(factor ? [secondFactorPart({ factor, proof: own.proof, social })] : []),
    ...(options.parts ?? []),
  ];
  const more = parts.flatMap(({ sections = [] }) => sections);
  const list = [
    signInPage({ parts, usernames, social }),
    signOutPage,
    accountPage(sectionsOf(auth, options, more), own),
    ...parts.flatMap(({ pages: ofPart = [] }) => ofPart),
  ];
  return { site, list };
}

/** The sections of the account. Deleting it stands last. */
function sectionsOf(auth: Auth, options: PagesOptions, more: readonly Section[]): readonly Section[] {
  const { emailVerification, passwordChange, emailChange, sessions, apiKeys, ownAccount } = options;
  return [
    ...(options.mailSignIn ? [mailProofSection(options.mailSignIn)] : []),
    profileSection(emailVerification),
    ...(passwordChange ? [passwordSection(auth, passwordChange)] : []),
    ...(emailChange ? [emailSection(emailChange)] : []),
    ...(sessions ? [sessionsSection(sessions)] : []),
    ...(apiKeys ? [apiKeysSection(apiKeys)] : []),
    ...more,
    ...(ownAccount ? [deleteAccountSection(ownAccount)] : []),
  ];
}
