import type { AuditStore } from "@latchkey/core";
import type { AuditSource } from "./audit.ts";

const METHODS = ["recording", "append", "head", "list", "read", "erase", "prune"] satisfies (keyof AuditStore)[];

/** The audit log of a storage. What it needs is loaded at its first use: who records nothing has none of it. */
export function auditOnDemand(source: AuditSource): AuditStore {
  let loaded: AuditStore | null = null;
  // Each call waits for its own: in Cloudflare Workers a request that is cancelled takes its promises along.
  const load = async () => (loaded ??= await (await import("./audit.ts")).auditStore(source));
  const methods = METHODS.map((name) => {
    const method = async (...args: unknown[]) => ((await load())[name] as (...values: unknown[]) => unknown)(...args);
    return [name, method];
  });
  return Object.fromEntries(methods) as AuditStore;
}
