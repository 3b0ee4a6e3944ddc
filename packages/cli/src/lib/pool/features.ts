import type { Auth } from "@latchkey/core";
import { apiKeys } from "@latchkey/core/api-keys";
import { emailChange } from "@latchkey/core/email-change";
import { emailVerification } from "@latchkey/core/email-verification";
import { identities } from "@latchkey/core/identities";
import { mailSignIn } from "@latchkey/core/mail-sign-in";
import { ownAccount } from "@latchkey/core/own-account";
import { passwordChange } from "@latchkey/core/password-change";
import { passwordReset } from "@latchkey/core/password-reset";
import { stepUp } from "@latchkey/core/step-up";
import { sessions } from "@latchkey/core/sessions";
import { usernames } from "@latchkey/core/usernames";
import {
  type Route,
  apiKeyRoutes,
  emailChangeRoutes,
  emailVerificationRoutes,
  identityRoutes,
  mailSignInRoutes,
  ownAccountRoutes,
  passwordChangeRoutes,
  passwordResetRoutes,
  stepUpRoutes,
  sessionRoutes,
  usernameRoutes,
} from "@latchkey/http";
import { type Social, socialRoutes } from "@latchkey/oauth";
import type { PagesOptions } from "@latchkey/pages";
import { type Passkeys, passkeyRoutes, passkeys } from "@latchkey/passkeys";
import { type SecondFactors, secondFactorRoutes, secondFactors } from "@latchkey/second-factor";
import type { Config } from "../config.ts";
import type { Mails } from "../mail/mails.ts";
import { hasSecondFactor } from "./auth-options.ts";
import { passkeyOptions } from "./passkey-options.ts";

type Always = "sessions" | "passwordChange" | "ownAccount" | "apiKeys" | "usernames";
type Companions = { readonly [Name in Always]: NonNullable<PagesOptions[Name]> } & Pick<
  PagesOptions,
  "passwordReset" | "emailVerification" | "emailChange" | "mailSignIn"
> & {
    readonly social: Social | undefined;
    readonly passkeys: Passkeys | undefined;
    readonly secondFactor: SecondFactors | undefined;
  };

/** What decides which companions there are. */
interface CompanionParts {
  readonly config: Config;
  readonly mails: Mails | null;
  readonly social: Social | undefined;
  /** Where people reach the server. */
  readonly ownOrigin: string;
}

/** What the server offers beside sign-up, sign-in and sign-out. What needs a mail is there if mails are. */
export function companionsOf(auth: Auth, { config, mails, social, ownOrigin }: CompanionParts): Companions {
  const always = {
    social,
    ...strongWays(auth, { config, ownOrigin }),
    sessions: sessions(auth),
    passwordChange: passwordChange(auth),
    ownAccount: ownAccount(auth),
    apiKeys: apiKeys(auth, {
      keepOnReset: config.keepApiKeys,
      scopes: config.apiKeyScopes.length === 0 ? undefined : config.apiKeyScopes,
    }),
    usernames: usernames(auth),
  };
  if (!mails) return always;
  const { options } = mails;
  const { mailInterval: interval, resetLifetime, verificationLifetime, changeLifetime } = config;
  return {
    ...always,
    passwordReset: passwordReset(auth, { ...options.passwordReset, interval, lifetime: resetLifetime }),
    emailVerification: emailVerification(auth, {
      ...options.emailVerification,
      interval,
      lifetime: verificationLifetime,
    }),
    mailSignIn: config.mailSignIn === false ? undefined : mailSignIn(auth, { ...options.mailSignIn, interval }),
    emailChange: emailChange(auth, { ...options.emailChange, interval, lifetime: changeLifetime }),
  };
}

/** Passkeys and the second factor, as far as the settings say, for users and for administrators. */
export function strongWays(auth: Auth, { config, ownOrigin }: Pick<CompanionParts, "config" | "ownOrigin">) {
  const options = passkeyOptions(config, ownOrigin);
  return {
    passkeys: options ? passkeys(auth, options) : undefined,
    secondFactor: hasSecondFactor(config) ? secondFactors(auth) : undefined,
  };
}

/** Their routes. */
export function strongRoutes({ passkeys: keys, secondFactor }: ReturnType<typeof strongWays>): readonly Route[] {
  return [...(keys ? passkeyRoutes(keys) : []), ...(secondFactor ? secondFactorRoutes(secondFactor) : [])];
}

/** The routes of companions, but for pages. */
export function routesOf(auth: Auth, companions: Companions): readonly Route[] {
  const { passwordReset: reset, emailVerification: verification, emailChange: change, mailSignIn: byMail } = companions;
  return [
    ...sessionRoutes(companions.sessions),
    ...stepUpRoutes(stepUp(auth)),
    ...passwordChangeRoutes(companions.passwordChange),
    ...ownAccountRoutes(companions.ownAccount),
    ...apiKeyRoutes(companions.apiKeys),
    ...usernameRoutes(companions.usernames),
    ...(reset ? passwordResetRoutes(reset) : []),
    ...(verification ? emailVerificationRoutes(verification) : []),
    ...(byMail ? mailSignInRoutes(byMail) : []),
    ...(change ? emailChangeRoutes(change) : []),
    ...identityRoutesOf(auth, companions),
    ...strongRoutes(companions),
  ];
}

/** Whoever can have no password asks whether there is one. The routes of providers have these two already. */
function identityRoutesOf(auth: Auth, { social, passkeys: keys, mailSignIn: byMail }: Companions): readonly Route[] {
  if (social) return socialRoutes(social);
  return keys || byMail ? identityRoutes(identities(auth)) : [];
}
