import { createAuth, type Auth, type Storage } from "@latchkey/core";
import { audited, auditLog, type AuditLog } from "@latchkey/core/audit";
import { emailVerification } from "@latchkey/core/email-verification";
import { memoryStorage } from "@latchkey/core/memory";
import { passwordReset } from "@latchkey/core/password-reset";
import { fastHasher, testClock } from "@latchkey/core/testing";
import { users, type Users } from "@latchkey/core/users";
import { createHandler, type Handler, type Route } from "@latchkey/http";
import { admin, adminRoutes, panelRoutes, type Admin, type AdminOptions } from "../src/index.ts";

export const ORIGIN = "https://shop.test";
export const PASSWORD = "correct horse battery";
export const ROOT = "root@shop.test";

export interface Console {
  readonly auth: Auth;
  readonly administrators: Auth;
  readonly people: Users;
  readonly storage: Storage;
  readonly panel: Admin;
  readonly routes: readonly Route[];
  readonly handler: Handler;
  readonly clock: ReturnType<typeof testClock>;
  /** Where mails went: `"reset ada@example.com"`. */
  readonly mails: string[];
  /** What `onError` got. */
  readonly reported: unknown[];
  readonly log: AuditLog;
  /** Whom the audit log was asked to erase. */
  readonly erased: string[];
  /** The session token of an administrator who has just signed in. */
  signIn(): Promise<string>;
}

export interface ConsoleOptions {
  readonly storage?: Storage;
  readonly admin?: Partial<AdminOptions>;
}

/** A shop with one administrator and an audit log. */
export async function openConsole({ storage = memoryStorage(), ...options }: ConsoleOptions = {}): Promise<Console> {
  const clock = testClock();
  const secret = "a secret of this project, 32 bytes or more";
  const common = { storage: audited(storage, { secret }), secret, passwords: fastHasher(), now: clock.now };
  const auth = createAuth({ ...common, pool: `shop-${crypto.randomUUID().slice(0, 8)}` });
  const administrators = createAuth({
    ...common,
    pool: `admins-${crypto.randomUUID().slice(0, 8)}`,
    signUps: false,
    keepsLastUser: true,
  });
  const [mails, reported, erased]: [string[], unknown[], string[]] = [[], [], []];
  const log = auditLog(auth);
  const audit: AdminOptions["audit"] = {
    list: (query) => log.list(query),
    erase(id, client) {
      erased.push(id);
      return log.erase(id, client);
    },
  };
  const panel = admin(auth, {
    administrators,
    audit,
    passwordReset: passwordReset(auth, { send: ({ user }) => void mails.push(`reset ${user.email}`) }),
    emailVerification: emailVerification(auth, { send: ({ user }) => void mails.push(`verify ${user.email}`) }),
    ...options.admin,
  });
  const routes = [...adminRoutes(panel), ...panelRoutes(panel, { name: "Shop" })];
  const handler = createHandler(administrators, {
    basePath: "/admin",
    cookie: { name: "latchkey_admin" },
    client: ({ headers }) => ({ agent: headers.get("user-agent") }),
    onError: (error) => void reported.push(error),
    routes,
  });
  await users(administrators).create({ email: ROOT, password: PASSWORD, emailVerified: true });
  const signIn = async () => (await administrators.signIn({ email: ROOT, password: PASSWORD })).token;
  return {
    auth,
    administrators,
    people: users(auth),
    storage,
    panel,
    routes,
    handler,
    clock,
    mails,
    reported,
    log,
    erased,
    signIn,
  };
}
