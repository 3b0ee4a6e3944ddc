import type { UserStore } from "@latchkey/core";
import type { Row } from "../execution/executor.ts";
import type { RowOf } from "../statements/queries.ts";
import type { DeferredContext } from "./deferred/context.ts";

/** Disables and deletes users, but never the last one of a pool. */
export function lastUsers({
  codecs,
  executor,
  query,
  readUser,
}: DeferredContext): Pick<UserStore, "disableUnlessLast" | "deleteUnlessLast"> {
  /** What became of a user who is there after a step, or not. */
  const outcomeOf = (changed: readonly Row[], left: readonly Row[], version: number | null) => {
    if (changed.length > 0) return "done";
    const [user] = left as readonly RowOf<"find_credentials_by_id">[];
    return user && [null, readUser(codecs, user).sessionVersion].includes(version) ? "last" : "none";
  };
  return {
    async disableUnlessLast(userId, at) {
      const id = codecs.id.write(userId);
      const [, disabled, left] = await executor.batch([
        query.lock_pool({ id }),
        query.disable_unless_last({ id, at: codecs.moment.write(at) }),
        query.find_credentials_by_id({ id }),
      ]);
      return outcomeOf(disabled!, left!, null);
    },
    async deleteUnlessLast(userId, sessionVersion) {
      const id = codecs.id.write(userId);
      const version = sessionVersion ?? null;
      const [, deleted, left] = await executor.batch([
        query.lock_pool({ id }),
        query.delete_unless_last({ id, version }),
        query.find_credentials_by_id({ id }),
        query.delete_sessions({ id }),
        query.delete_tokens({ id }),
        query.delete_keys({ id }),
        query.delete_identities({ id }),
        query.delete_passkeys({ id }),
        query.delete_factors({ id }),
        query.delete_recovery_codes({ id }),
      ]);
      return outcomeOf(deleted!, left!, version);
    },
  };
}
