import type { Auth } from "@latchkey/core";
import { apiKeys } from "@latchkey/core/api-keys";
import { emailChange } from "@latchkey/core/email-change";
import { emailVerification } from "@latchkey/core/email-verification";
import { ownAccount } from "@latchkey/core/own-account";
import { passwordChange } from "@latchkey/core/password-change";
import { passwordReset } from "@latchkey/core/password-reset";
import { sessions } from "@latchkey/core/sessions";
import { usernames } from "@latchkey/core/usernames";
import {
  type Route,
  apiKeyRoutes,
  emailChangeRoutes,
  emailVerificationRoutes,
  ownAccountRoutes,
  passwordChangeRoutes,
  passwordResetRoutes,
  sessionRoutes,
  usernameRoutes,
} from "@latchkey/http";
import type { PagesOptions } from "@latchkey/pages";
import type { Mails } from "./mails.ts";

type Always = "sessions" | "passwordChange" | "ownAccount" | "apiKeys" | "usernames";
type Companions = { readonly [Name in Always]: NonNullable<PagesOptions[Name]> } & Pick<
  PagesOptions,
  "passwordReset" | "emailVerification" | "emailChange"
>;

/** What the server offers beside sign-up, sign-in and sign-out. What needs a mail is there if mails are. */
export function companionsOf(auth: Auth, mails: Mails | null): Companions {
  const always = {
    sessions: sessions(auth),
    passwordChange: passwordChange(auth),
    ownAccount: ownAccount(auth),
    apiKeys: apiKeys(auth),
    usernames: usernames(auth),
  };
  if (!mails) return always;
  const { options } = mails;
  return {
    ...always,
    passwordReset: passwordReset(auth, options.passwordReset),
    emailVerification: emailVerification(auth, options.emailVerification),
    emailChange: emailChange(auth, options.emailChange),
  };
}

/** The JSON routes of companions. */
export function routesOf(companions: Companions): readonly Route[] {
  const { passwordReset: reset, emailVerification: verification, emailChange: change } = companions;
  return [
    ...sessionRoutes(companions.sessions),
    ...passwordChangeRoutes(companions.passwordChange),
    ...ownAccountRoutes(companions.ownAccount),
    ...apiKeyRoutes(companions.apiKeys),
    ...usernameRoutes(companions.usernames),
    ...(reset ? passwordResetRoutes(reset) : []),
    ...(verification ? emailVerificationRoutes(verification) : []),
    ...(change ? emailChangeRoutes(change) : []),
  ];
}
