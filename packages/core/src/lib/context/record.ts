import { callStorage } from "../storage/call-storage.ts";
import type { AccountStores, AuditSubject } from "../storage/storage.ts";
import type { AuthEventType, AuthFailure } from "../hooks.ts";
import type { Context } from "./context.ts";

type Recorded = AuthEventType | AuthFailure["type"];

/** Whom an event is about, and where it comes from. */
export type EventSubject = Omit<AuditSubject, "details">;

/**
 * The stores for one change. If the storage is audited, the change writes these types into the audit log in its own
 * step: both are there, or neither.
 *
 * @param about whom they are about. `details` are those of the first type, and must name no person
 */
export async function recording(
  { storage, pool, now }: Context,
  types: readonly Recorded[],
  about: EventSubject & Pick<AuditSubject, "details">,
): Promise<AccountStores> {
  return storage.auditor ? storage.auditor.recording({ pool, at: new Date(now()) }, types, about) : storage;
}

/**
 * Records what belongs to no change of accounts. Without it, the attempt must not be answered.
 *
 * @throws AuthError `storage_unavailable`
 */
export async function recordAlone({ storage, pool, now }: Context, type: Recorded, about: EventSubject): Promise<void> {
  await callStorage(async () => storage.auditor?.append({ pool, at: new Date(now()) }, [type], about));
}
