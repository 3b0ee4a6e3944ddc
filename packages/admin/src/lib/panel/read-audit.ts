import type { AuditLog, AuditPage } from "@latchkey/core/audit";
import { users } from "@latchkey/core/users";
import type { Admin } from "../admin.ts";

/** A page of the audit log, and what to call those who acted. */
export interface NamedEntries extends AuditPage {
  /** The address of an administrator, by the actor of an entry. Whoever is gone has none. */
  readonly names: ReadonlyMap<string, string>;
}

/** Reads a page of the log. Entries name administrators by id alone. @throws AuthError `storage_unavailable` */
export async function readAudit(
  { administrators }: Admin,
  audit: Pick<AuditLog, "list">,
  query: Parameters<AuditLog["list"]>[0],
): Promise<NamedEntries> {
  const page = await audit.list(query);
  const prefix = `${administrators.pool}/`;
  const actors = new Set(page.entries.flatMap(({ actor }) => (actor?.startsWith(prefix) ? [actor] : [])));
  const names = new Map<string, string>();
  await Promise.all(
    [...actors].map(async (actor) => {
      const found = await users(administrators).find({ id: actor.slice(prefix.length) });
      if (found) names.set(actor, found.email);
    }),
  );
  return { ...page, names };
}
