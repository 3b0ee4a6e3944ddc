import type { ApiKey } from "@latchkey/core/api-keys";
import type { Identity } from "@latchkey/core/identities";
import type { ManagedFactor, ManagedPasskey, ManagedSession, ManagedUser, Users } from "@latchkey/core/users";
import { HttpError } from "@latchkey/http";

/** A user with everything that an administrator can take away. */
export interface Person {
  readonly user: ManagedUser;
  readonly sessions: readonly ManagedSession[];
  readonly apiKeys: readonly ApiKey[];
  readonly identities: readonly Identity[];
  readonly passkeys: readonly ManagedPasskey[];
  /** `null`: the user has no second factor. */
  readonly secondFactor: ManagedFactor | null;
}

/** @throws HttpError `not_found` @throws AuthError `storage_unavailable` */
export async function readPerson(people: Users, id: string): Promise<Person> {
  const user = await people.find({ id });
  if (!user) throw new HttpError("not_found", "There is no such user");
  const [sessions, apiKeys, identities, passkeys, secondFactor] = await Promise.all([
    people.sessions(id),
    people.apiKeys(id),
    people.identities(id),
    people.passkeys(id),
    people.secondFactor(id),
  ]);
  return { user, sessions, apiKeys, identities, passkeys, secondFactor };
}
