import { withSocial, type Identities, type LatchkeyError } from "@latchkey/client";
import { useLoaded } from "../loaded/use-loaded.ts";
import { useMethods } from "../methods/use-methods.ts";
import { useAuth } from "../session/use-auth.ts";
import { useUser } from "../session/use-session.ts";

/** Ways in of the user, as far as the server tells. */
export interface KnownIdentities {
  /** `null`: not known yet. */
  readonly known: Identities | null;
  /** Why they are not known. */
  readonly error: LatchkeyError | null;
  /** Asks again. */
  reload(): Promise<void>;
  /** Replaces them, after a change whose result is known. */
  change(next: (before: Identities) => Identities): void;
}

/** A server without `GET /identities` has passwords alone. */
const PASSWORD_ALONE: Identities = { identities: [], hasPassword: true };

/** Asks which accounts are connected, and whether there is a password, if the server tells (`identityRoutes`). */
export function useKnownIdentities(): KnownIdentities {
  const client = useAuth();
  const userId = useUser()?.id;
  const { methods, error, retry } = useMethods();
  const isOffered = methods?.identities !== undefined;
  const loaded = useLoaded(withSocial(client).identities.list, isOffered ? userId : undefined);
  const known = methods && !isOffered ? PASSWORD_ALONE : loaded.value;
  const reload = async () => (methods ? loaded.reload() : retry());
  return { known, error: error ?? loaded.error, reload, change: loaded.change };
}
