import type { Auth, Authenticated, StandardSchema } from "@latchkey/core";
import type { AuditLog } from "@latchkey/core/audit";
import type { EmailVerification } from "@latchkey/core/email-verification";
import type { PasswordReset } from "@latchkey/core/password-reset";
import { stepUp, type StepUp } from "@latchkey/core/step-up";

/** The options of `admin()`. */
export interface AdminOptions {
  /**
   * The pool of the administrators, on the same storage: `createAuth({ pool: "admins", signUps: false, keepsLastUser:
   * true, … })`. The handler of the routes is one over this auth.
   */
  readonly administrators: Auth;
  /**
   * Whether this administrator may come in, beside having a session of the pool. Only `true` lets in. Default: every
   * user of the pool may.
   */
  readonly allow?: ((session: Authenticated) => boolean | Promise<boolean>) | undefined;
  /** Seconds since the last proof of the session within which what hurts may be done. Default 300. */
  readonly proofWithin?: number | undefined;
  /** A Standard Schema for `appMetadata`: what the panel and the routes write must fit. Default: any JSON object. */
  readonly appMetadata?: StandardSchema | undefined;
  /** Sends users a mail to reset the password: the companion of the users' pool. Default: no such button and route. */
  readonly passwordReset?: Pick<PasswordReset, "request"> | undefined;
  /** The same for a mail to confirm the address. */
  readonly emailVerification?: Pick<EmailVerification, "sendTo"> | undefined;
  /** `auditLog(auth)`, where the storage is audited: what has happened to whom. Default: that is not shown. */
  readonly audit?: Pick<AuditLog, "list" | "erase"> | undefined;
}

/** What administrators do with the users of a pool, for `adminRoutes` and `panelRoutes`. */
export interface Admin extends AdminOptions {
  /** The pool whose users are administered. */
  readonly auth: Auth;
  /** Asks administrators to prove again that they are the ones. */
  readonly proof: StepUp;
}

const NAMES = ["administrators", "allow", "proofWithin", "appMetadata", "passwordReset", "emailVerification", "audit"];

/**
 * Administers the users of a pool. Administrators are the users of another pool, or of the same pool with `allow`.
 *
 * @param auth the pool whose users are administered
 * @param options `administrators`, and optionally the rest
 * @throws TypeError an option is missing, unknown or of the wrong kind
 * @example
 * ```ts
 * import { createAuth } from "@latchkey/core";
 * import { createHandler } from "@latchkey/http";
 * import { admin, adminRoutes, panelRoutes } from "@latchkey/admin";
 *
 * const administrators = createAuth({ storage, secret, pool: "admins", signUps: false, keepsLastUser: true });
 * const panel = admin(auth, { administrators });
 * const handler = createHandler(administrators, {
 *   basePath: "/admin",
 *   cookie: { name: "latchkey_admin" },
 *   routes: [...adminRoutes(panel), ...panelRoutes(panel)],
 * });
 * ```
 */
export function admin(auth: Auth, options: AdminOptions): Admin {
  const unknown = Object.keys(options).find((name) => !NAMES.includes(name));
  if (unknown !== undefined) throw new TypeError(`admin has no option "${unknown}": it has ${NAMES.join(", ")}`);
  const { administrators, allow, proofWithin = 300, appMetadata } = options;
  if (typeof administrators?.getSession !== "function")
    throw new TypeError('admin: administrators takes the auth of their pool, like createAuth({ pool: "admins", … })');
  if (administrators.pool === auth.pool && allow === undefined)
    throw new TypeError("admin: where administrators are users of the same pool, allow must say who is one");
  if (allow !== undefined && typeof allow !== "function")
    throw new TypeError("admin: allow must be a function from a session to true or false");
  if (!Number.isInteger(proofWithin) || proofWithin < 1)
    throw new TypeError("admin: proofWithin must be a whole number of seconds from 1");
  if (appMetadata !== undefined && typeof appMetadata?.["~standard"]?.validate !== "function")
    throw new TypeError("admin: appMetadata must be a Standard Schema, like an object schema of valibot or zod");
  return { ...options, auth, proofWithin, proof: stepUp(administrators) };
}
