/** What `vitest.workerd.config.ts` binds. */
declare namespace Cloudflare {
  interface Env {
    readonly DB: D1Database;
    readonly LATCHKEY_RUNTIME: string;
  }
}
