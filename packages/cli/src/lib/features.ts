import type { Auth } from "@latchkey/core";
import { apiKeys } from "@latchkey/core/api-keys";
import { emailChange } from "@latchkey/core/email-change";
import { type EmailVerification, emailVerification } from "@latchkey/core/email-verification";
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

export interface Mail {
  readonly to: string;
  readonly subject: string;
  /** The request that the mail's link would make. A mail without one only informs. */
  readonly request?: { readonly path: string; readonly body: Readonly<Record<string, string>> };
}

export type Mailer = (mail: Mail) => void;

/** For development: prints mails instead of sending them, with a command to paste instead of a link. */
export function terminalMailer(say: (text: string) => void, url: () => string): Mailer {
  return ({ to, subject, request }) => {
    const lines = [`Mail to ${to}: ${subject}`];
    if (request !== undefined) {
      const json = JSON.stringify(request.body);
      lines.push(`  curl -i ${url()}${request.path} -H 'content-type: application/json' -d '${json}'`);
    }
    say(lines.join("\n"));
  };
}

/** The routes of an account beside sign-up, sign-in and sign-out that need no mail. */
export function accountRoutes(auth: Auth): readonly Route[] {
  return [
    ...sessionRoutes(sessions(auth)),
    ...passwordChangeRoutes(passwordChange(auth)),
    ...ownAccountRoutes(ownAccount(auth)),
    ...apiKeyRoutes(apiKeys(auth)),
    ...usernameRoutes(usernames(auth)),
  ];
}

export interface MailFeatures {
  readonly routes: readonly Route[];
  readonly verification: EmailVerification;
}

/** The routes of an account that need mail. */
export function mailFeatures(auth: Auth, mail: Mailer, onError: (error: unknown) => void): MailFeatures {
  const reset = passwordReset(auth, {
    onError,
    send: ({ user, token }) =>
      mail({
        to: user.email,
        subject: "Set a new password",
        request: { path: "/password/reset", body: { token, password: "a new password" } },
      }),
  });
  const verification = emailVerification(auth, {
    onError,
    send: ({ user, token }) =>
      mail({
        to: user.email,
        subject: "Confirm your address",
        request: { path: "/email/verify", body: { token, password: "your password" } },
      }),
  });
  const change = emailChange(auth, {
    onError,
    send: ({ email, token }) =>
      mail({
        to: email,
        subject: "Confirm your new address",
        request: { path: "/email/confirm", body: { token, password: "your password" } },
      }),
    notify: ({ previousEmail }) => mail({ to: previousEmail, subject: "Your email address was changed" }),
  });
  return {
    verification,
    routes: [...passwordResetRoutes(reset), ...emailVerificationRoutes(verification), ...emailChangeRoutes(change)],
  };
}
