import type { Auth } from "@latchkey/core";
import { apiKeys } from "@latchkey/core/api-keys";
import { emailChange } from "@latchkey/core/email-change";
import { emailVerification, type EmailVerification } from "@latchkey/core/email-verification";
import { ownAccount } from "@latchkey/core/own-account";
import { passwordChange } from "@latchkey/core/password-change";
import { passwordReset } from "@latchkey/core/password-reset";
import { sessions } from "@latchkey/core/sessions";
import { usernames } from "@latchkey/core/usernames";
import {
  apiKeyRoutes,
  emailChangeRoutes,
  emailVerificationRoutes,
  ownAccountRoutes,
  passwordChangeRoutes,
  passwordResetRoutes,
  sessionRoutes,
  usernameRoutes,
  type Route,
} from "@latchkey/http";
import type { Mailer } from "./mailer.ts";

/** What an account can do beside signing up, in and out, as far as it needs no mail. */
export function lifeRoutes(auth: Auth): readonly Route[] {
  return [
    ...sessionRoutes(sessions(auth)),
    ...passwordChangeRoutes(passwordChange(auth)),
    ...ownAccountRoutes(ownAccount(auth)),
    ...apiKeyRoutes(apiKeys(auth)),
    ...usernameRoutes(usernames(auth)),
  ];
}

export interface MailedLife {
  readonly routes: readonly Route[];
  readonly verification: EmailVerification;
}

/** What an account can do only where mails are sent. */
export function mailedLife(auth: Auth, mail: Mailer, onError: (error: unknown) => void): MailedLife {
  const reset = passwordReset(auth, {
    onError,
    send: ({ user, token }) =>
      mail(user.email, "Set a new password", "/password/reset", { token, password: "a new password" }),
  });
  const verification = emailVerification(auth, {
    onError,
    send: ({ user, token }) =>
      mail(user.email, "Confirm your address", "/email/verify", { token, password: "your password" }),
  });
  const change = emailChange(auth, {
    onError,
    send: ({ email, token }) =>
      mail(email, "Confirm your new address", "/email/confirm", { token, password: "your password" }),
    notify: ({ previousEmail }) => mail(previousEmail, "Your account has another address now"),
  });
  return {
    verification,
    routes: [...passwordResetRoutes(reset), ...emailVerificationRoutes(verification), ...emailChangeRoutes(change)],
  };
}
