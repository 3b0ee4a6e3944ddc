import type { JsonObject } from "../json.ts";
import type { UserRecord } from "../storage/storage.ts";
import { presentUser, type User } from "../user.ts";

/** A user as server code sees one. */
export interface ManagedUser<Metadata = JsonObject> extends User<Metadata> {
  /** Whether the user is disabled: no password and no API key is accepted. */
  readonly disabled: boolean;
}

export function presentManagedUser(record: UserRecord): ManagedUser {
  return { ...presentUser(record), disabled: record.disabled };
}
