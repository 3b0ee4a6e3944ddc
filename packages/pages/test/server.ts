import { createAuth, type Auth, type AuthOptions, type Storage } from "@latchkey/core";
import { apiKeys } from "@latchkey/core/api-keys";
import { emailChange } from "@latchkey/core/email-change";
import { emailVerification } from "@latchkey/core/email-verification";
import { mailSignIn } from "@latchkey/core/mail-sign-in";
import { memoryStorage } from "@latchkey/core/memory";
import { ownAccount } from "@latchkey/core/own-account";
import { passwordChange } from "@latchkey/core/password-change";
import { passwordReset } from "@latchkey/core/password-reset";
import { sessions } from "@latchkey/core/sessions";
import { fastHasher } from "@latchkey/core/testing";
import { usernames } from "@latchkey/core/usernames";
import { createHandler, type Handler, type HandlerOptions } from "@latchkey/http";
import { socialRoutes, type Social } from "@latchkey/oauth";
import { passkeyRoutes, type Passkeys } from "@latchkey/passkeys";
import { secondFactorRoutes, secondFactors } from "@latchkey/second-factor";
import { pageRoutes, pages, type PagesOptions } from "../src/index.ts";

export const ORIGIN = "https://shop.test";
export const PASSWORD = "correct horse battery";

export interface Shop {
  readonly auth: Auth;
  readonly handler: Handler;
  /** The code of the next mail to an address, to sign in or to prove something. It waits until the mail has come. */
  codeTo(address: string): Promise<string>;
  /**
   * The path with the token of the next mail to an address, as a link in it has it: below the base path. It waits until
   * the mail has come, and reads each once.
   */
  mailTo(address: string): Promise<string>;
  /** What `onError` got. */
  readonly reported: unknown[];
}

export interface ShopOptions {
  readonly storage?: Storage;
  readonly auth?: Partial<AuthOptions>;
  readonly pages?: PagesOptions;
  /** Companions that this shop does not have. */
  readonly without?: readonly (keyof PagesOptions)[];
  readonly http?: HandlerOptions;
  /** Sign-in by providers. */
  readonly social?: (auth: Auth) => Social;
  /** Passkeys of the origin of the shop. */
  readonly passkeys?: (auth: Auth) => Passkeys;
  /** A second factor, whose guard is among the options of the auth. */
  readonly hasFactor?: boolean;
}

/** A shop with every companion and their pages, whose mails are caught in this process. */
export function openShop({ storage = memoryStorage(), without = [], ...options }: ShopOptions = {}): Shop {
  const secret = "a secret of this project, 32 bytes or more";
  const auth = createAuth({ storage, secret, passwords: fastHasher(), guards: [], ...options.auth });
  const mails = mailbox();
  const reported: unknown[] = [];
  const deliver = (to: string, path: string, token: string) => mails.deliver(to, `${path}?token=${token}`);
  const companions: PagesOptions = {
    passwordReset: passwordReset(auth, { send: ({ user, token }) => deliver(user.email, "/reset-password", token) }),
    emailVerification: emailVerification(auth, {
      send: ({ user, token }) => deliver(user.email, "/verify-email", token),
    }),
    emailChange: emailChange(auth, {
      send: ({ email, token }) => deliver(email, "/confirm-email", token),
      notify: () => {},
    }),
    mailSignIn: mailSignIn(auth, {
      send({ email, token, code }) {
        mails.deliver(email, `/mail-sign-in#token=${token}`);
        mails.deliver(`code ${email}`, code);
      },
      sendProof: ({ email, code }) => mails.deliver(`code ${email}`, code),
    }),
    passwordChange: passwordChange(auth),
    sessions: sessions(auth),
    ownAccount: ownAccount(auth),
    usernames: usernames(auth),
    apiKeys: apiKeys(auth, { scopes: ["orders:read", "orders:write"] }),
  };
  const given = Object.fromEntries(Object.entries(companions).filter(([name]) => !without.includes(name as "name")));
  const social = options.social?.(auth);
  const keys = options.passkeys?.(auth);
  const factors = options.hasFactor ? secondFactors(auth) : undefined;
  const more = { social, passkeys: keys, secondFactor: factors };
  const shop = pages(auth, { name: "Shop", ...given, ...more, ...options.pages });
  const handler = createHandler(auth, {
    client: ({ headers }) => ({ address: headers.get("x-test-address"), agent: headers.get("user-agent") }),
    onError: (error) => void reported.push(error),
    routes: [
      ...pageRoutes(shop),
      ...(social ? socialRoutes(social) : []),
      ...(keys ? passkeyRoutes(keys) : []),
      ...(factors ? secondFactorRoutes(factors) : []),
    ],
    ...options.http,
  });
  return { auth, handler, mailTo: mails.next, codeTo: (address) => mails.next(`code ${address}`), reported };
}

/** Mails by address, in the order in which they came. */
function mailbox() {
  const unread = new Map<string, string[]>();
  const waiting = new Map<string, (path: string) => void>();
  return {
    deliver(to: string, path: string): void {
      const reader = waiting.get(to);
      waiting.delete(to);
      if (reader) reader(path);
      else unread.set(to, [...(unread.get(to) ?? []), path]);
    },
    next(to: string): Promise<string> {
      const path = unread.get(to)?.shift();
      return path === undefined ? new Promise((resolve) => waiting.set(to, resolve)) : Promise.resolve(path);
    },
  };
}
