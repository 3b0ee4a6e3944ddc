import type { UserRecord } from "../storage/storage.ts";
import { presentUser, type User } from "../user.ts";

/** A user as the server's own code sees one. */
export interface ManagedUser extends User {
  readonly disabled: boolean;
}

export function presentManagedUser(record: UserRecord): ManagedUser {
  return { ...presentUser(record), disabled: record.disabled };
}
