import { createAuth } from "@latchkey/core";
import { auditLog } from "@latchkey/core/audit";
import { passwordChange } from "@latchkey/core/password-change";
import { stepUp } from "@latchkey/core/step-up";
import { sessions } from "@latchkey/core/sessions";
import { admin, adminRoutes, firstAdministrator, panelRoutes } from "@latchkey/admin";
import { type Handler, createHandler, stepUpRoutes, sessionRoutes } from "@latchkey/http";
import { openApiRoutes } from "@latchkey/http/openapi";
import { accountOptions } from "./pool/auth-options.ts";
import type { Config } from "./config.ts";
import { ADMIN_PATH, ADMIN_POOL } from "./admin-pool.ts";
import { strongRoutes, strongWays } from "./pool/features.ts";
import { type Pool, type PoolContext, looks } from "./pool/pool.ts";
import { secretRing } from "./secret/ring.ts";

/** The panel of the administrators. */
export interface AdminPanel {
  readonly handler: Handler;
  /** Where the first administrator is made. `null`: there is one. */
  setupUrl(): Promise<string | null>;
}

/**
 * The panel over the users of a pool. Its cookie is for this host alone, and no other origin may use it.
 *
 * @throws TypeError for a value that cannot be used
 */
export function openAdminPanel(config: Config, context: PoolContext, { auth, companions }: Pool): AdminPanel {
  const administrators = createAuth({
    // Whoever has the server has made the administrators: their addresses need no proof.
    ...accountOptions({ ...config, requireVerifiedEmail: false }),
    storage: context.storage,
    secret: secretRing(context.secret, config.secretAlso),
    pool: ADMIN_POOL,
    signUps: false,
    keepsLastUser: true,
  });
  const { passwordReset, emailVerification } = companions;
  const panel = admin(auth, {
    administrators,
    passwordReset,
    emailVerification,
    audit: config.audit ? auditLog(auth) : undefined,
  });
  const first = firstAdministrator(administrators);
  const strong = strongWays(administrators, { config, ownOrigin: context.ownOrigin });
  const own = { sessions: sessions(administrators), passwordChange: passwordChange(administrators), ...strong };
  const { name, theme, locales } = looks(config);
  const cookie = `${config.cookieName}_${ADMIN_POOL}`;
  const routes = [
    ...adminRoutes(panel),
    ...sessionRoutes(own.sessions),
    ...stepUpRoutes(stepUp(administrators)),
    ...strongRoutes(strong),
  ];
  const described = config.isProduction ? [] : openApiRoutes(routes, { basePath: ADMIN_PATH, cookie });
  const handler = createHandler(administrators, {
    basePath: ADMIN_PATH,
    trustedOrigins: config.origin === null ? [] : [config.origin],
    cookie: { name: cookie, secure: config.isProduction },
    bodyLimit: config.bodyLimit,
    client: context.clientOf,
    routes: [...routes, ...described, ...panelRoutes(panel, { ...own, name, theme, locales, parts: [first.part] })],
    onError: context.onError,
  });
  return {
    handler,
    async setupUrl() {
      const token = await first.token();
      // The URL with the port that the server really got.
      return token === null ? null : `${config.origin ?? context.url()}${ADMIN_PATH}/setup?token=${token}`;
    },
  };
}
