import type { UserStore } from "@latchkey/core";
import type { TypedStatement } from "../statements/queries.ts";
import type { StoredId } from "../values/stored.ts";
import { bindNextSession } from "./session-row.ts";
import type { StoreContext } from "./store-context.ts";

type ChangeAccess = Pick<UserStore, "rehashPassword" | "setPassword" | "setDisabled" | "endSessions">;

/** Passwords, disabled users, and the end of sessions. */
export function changeAccess({ executor, codecs, query, loadDeferred }: StoreContext): ChangeAccess {
  const changes = async (bound: TypedStatement<object>) => (await executor.all(bound)).length > 0;

  async function deleteWaysIn(ifChanged: { readonly userId: StoredId; readonly passwordHash: string }) {
    const own = await loadDeferred();
    return [
      own.delete_identities_if_password_hash(ifChanged),
      own.delete_passkeys_if_password_hash(ifChanged),
      own.delete_factors_if_password_hash(ifChanged),
      own.delete_codes_if_password_hash(ifChanged),
    ];
  }

  return {
    rehashPassword: async (id, from, to) => changes(query.rehash_password({ id: codecs.id.write(id), from, to })),
    async setPassword(userId, { from, to, provesEmail, deletesApiKeys, deletesWaysIn, at }, session) {
      const id = codecs.id.write(userId);
      const proves = codecs.boolean.write(provesEmail);
      const change = query.set_password({ id, from, to, proves, at: codecs.moment.write(at) });
      // These do something only if the change before them has written the new hash.
      const ifChanged = { userId: id, passwordHash: to };
      const keys = deletesApiKeys ? [query.delete_api_keys_if_password_hash(ifChanged)] : [];
      const waysIn = deletesWaysIn ? await deleteWaysIn(ifChanged) : [];
      const open = session ? [query.insert_session_if_password_hash(bindNextSession(codecs, session, to))] : [];
      const next = [...keys, ...waysIn, ...open];
      const [changed, ...results] =
        next.length > 0 ? await executor.batch([change, ...next]) : [await executor.all(change)];
      if (changed!.length === 0) return null;
      const count = (index: number) => (deletesWaysIn ? results[keys.length + index]!.length : 0);
      return {
        deletedApiKeys: deletesApiKeys ? results[0]!.length : 0,
        deletedIdentities: count(0),
        deletedPasskeys: count(1),
        deletedFactor: count(2) > 0,
      };
    },
    async setDisabled(id, disabled, at) {
      const values = {
        id: codecs.id.write(id),
        disabled: codecs.boolean.write(disabled),
        ended: Number(disabled),
        at: codecs.moment.write(at),
      };
      return changes(query.set_disabled(values));
    },
    endSessions: async (id) => changes(query.end_sessions({ id: codecs.id.write(id) })),
  };
}
