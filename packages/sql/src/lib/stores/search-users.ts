import type { UserStore } from "@latchkey/core";
import type { DeferredContext } from "./deferred/context.ts";

/** Users by the beginning of a name. */
export function searchUsers(context: DeferredContext): Pick<UserStore, "search"> {
  const { executor, codecs, query, checkLimit, readUser } = context;
  return {
    async search(pool, { by, prefix, after, disabled, emailVerified, limit }) {
      const search = by === "email" ? query.search_users_by_email : query.search_users_by_username;
      const rows = await executor.all(
        search({
          pool,
          disabled: codecs.boolean.write(disabled),
          emailVerified: codecs.boolean.write(emailVerified),
          // No text with a NUL is stored, so this is the one right after it.
          from: after === null ? prefix : `${after}\u0001`,
          to: `${prefix}\u{10ffff}`,
          limit: checkLimit(limit),
        }),
      );
      return rows.map((row) => readUser(codecs, row));
    },
  };
}
