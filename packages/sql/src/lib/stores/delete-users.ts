import type { UserStore } from "@latchkey/core";
import type { DeferredContext } from "./deferred/context.ts";

/** Deletes users and everything that belongs to them. */
export function deleteUsers({ codecs, executor, query }: DeferredContext): Pick<UserStore, "delete"> {
  return {
    async delete(userId, sessionVersion) {
      const id = codecs.id.write(userId);
      const [, deleted] = await executor.batch([
        query.close_pool({ id }),
        query.delete_user({ id, version: sessionVersion ?? null }),
        query.delete_sessions({ id }),
        query.delete_tokens({ id }),
        query.delete_keys({ id }),
        query.delete_identities({ id }),
        query.delete_passkeys({ id }),
        query.delete_factors({ id }),
        query.delete_recovery_codes({ id }),
      ]);
      return deleted!.length > 0;
    },
  };
}
