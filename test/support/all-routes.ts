import type { Auth } from "@latchkey/core";
import { apiKeys } from "@latchkey/core/api-keys";
import { emailChange } from "@latchkey/core/email-change";
import { emailVerification } from "@latchkey/core/email-verification";
import { mailSignIn } from "@latchkey/core/mail-sign-in";
import { ownAccount } from "@latchkey/core/own-account";
import { passwordChange } from "@latchkey/core/password-change";
import { passwordReset } from "@latchkey/core/password-reset";
import { stepUp } from "@latchkey/core/step-up";
import { sessions } from "@latchkey/core/sessions";
import { usernames } from "@latchkey/core/usernames";
import {
  apiKeyRoutes,
  apiKeyStrategy,
  emailChangeRoutes,
  emailVerificationRoutes,
  mailSignInRoutes,
  ownAccountRoutes,
  passwordChangeRoutes,
  passwordResetRoutes,
  stepUpRoutes,
  sessionRoutes,
  usernameRoutes,
  type HandlerOptions,
} from "@latchkey/http";
import type { Mails } from "../conversation/index.ts";
import { KEY_SCOPES } from "../conversation/api-keys.cases.ts";

/** A mailbox for all addresses: `last` waits until a mail has come. */
export function mailbox(): Mails & { deliver(address: string, token: string): void } {
  const newest = new Map<string, string>();
  const waiting = new Map<string, (token: string) => void>();
  return {
    deliver(address, token) {
      const waiter = waiting.get(address);
      waiting.delete(address);
      if (waiter) waiter(token);
      else newest.set(address, token);
    },
    async last(address) {
      const token = newest.get(address);
      newest.delete(address);
      return token ?? new Promise((resolve) => waiting.set(address, resolve));
    },
  };
}

/** The routes of every companion, and the strategy for API keys. */
export function allRoutes(
  auth: Auth,
  deliver: (address: string, token: string) => void,
): Pick<HandlerOptions, "routes" | "strategies"> & object {
  const keys = apiKeys(auth, { scopes: KEY_SCOPES });
  const reset = passwordReset(auth, { send: ({ user, token }) => deliver(user.email, token) });
  const verification = emailVerification(auth, { send: ({ user, token }) => deliver(user.email, token) });
  const change = emailChange(auth, { send: ({ email, token }) => deliver(email, token), notify: () => {} });
  const byMail = mailSignIn(auth, {
    send: ({ email, token, code }) => deliver(`mail ${email}`, `${token} ${code}`),
    sendProof: ({ email, code }) => deliver(`proof ${email}`, code),
  });
  const routes = [
    ...sessionRoutes(sessions(auth)),
    ...stepUpRoutes(stepUp(auth)),
    ...passwordChangeRoutes(passwordChange(auth)),
    ...passwordResetRoutes(reset),
    ...emailVerificationRoutes(verification),
    ...emailChangeRoutes(change),
    ...mailSignInRoutes(byMail),
    ...ownAccountRoutes(ownAccount(auth)),
    ...usernameRoutes(usernames(auth)),
    ...apiKeyRoutes(keys),
  ];
  return { routes, strategies: [apiKeyStrategy(keys)] };
}
