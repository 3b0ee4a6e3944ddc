import type { Accounts } from "./test/support/workerd/worker.ts";

/** What `vitest.workerd.config.ts` binds. */
declare global {
  namespace Cloudflare {
    interface Env {
      readonly DB: D1Database;
      readonly ACCOUNTS: DurableObjectNamespace<Accounts>;
      readonly LATCHKEY_RUNTIME: string;
    }
  }
}
