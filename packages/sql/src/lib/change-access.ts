import type { UserStore } from "@latchkey/core";
import type { BoundStatement } from "./executor.ts";
import { bindSession } from "./session-row.ts";
import type { Sql } from "./sql.ts";

type ChangeAccess = Pick<UserStore, "rehashPassword" | "setPassword" | "setDisabled" | "endSessions">;

/** Who gets in: passwords, disabling, and the end of sessions. */
export function changeAccess({ executor, codecs, query }: Sql): ChangeAccess {
  const did = async (bound: BoundStatement) => (await executor.all(bound)).length > 0;

  return {
    rehashPassword: async (id, from, to) => did(query.rehash_password({ id: codecs.id.write(id), from, to })),
    async setPassword(userId, { from, to, provesEmail, deletesApiKeys, at }, session) {
      const id = codecs.id.write(userId);
      const change = query.set_password({
        id,
        from,
        to,
        proves: codecs.boolean.write(provesEmail),
        at: codecs.moment.write(at),
      });
      // What follows looks for the hash that this very batch writes.
      const behind = [
        ...(deletesApiKeys ? [query.delete_api_keys_behind({ userId: id, passwordHash: to })] : []),
        ...(session ? [query.insert_session_behind({ ...bindSession(codecs, session), passwordHash: to })] : []),
      ];
      const [changed, next] =
        behind.length > 0 ? await executor.batch([change, ...behind]) : [await executor.all(change)];
      if (changed!.length === 0) return null;
      return { deletedApiKeys: deletesApiKeys ? next!.length : 0 };
    },
    async setDisabled(id, disabled, at) {
      const values = {
        id: codecs.id.write(id),
        disabled: codecs.boolean.write(disabled),
        ended: Number(disabled),
        at: codecs.moment.write(at),
      };
      return did(query.set_disabled(values));
    },
    endSessions: async (id) => did(query.end_sessions({ id: codecs.id.write(id) })),
  };
}
