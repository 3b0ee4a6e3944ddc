import type { OneTimeToken, UserStore } from "@latchkey/core";
import type { RowOf } from "../statements/queries.ts";
import type { ManagingContext } from "./managing-context.ts";

/** Everything about a user, read in one step. */
export function userRecords(context: ManagingContext): Pick<UserStore, "records"> {
  const { codecs, executor, query, readUser, readSession, readApiKey, readIdentity } = context;
  const { id, json, moment } = codecs;
  const readToken = (row: RowOf<"list_tokens">): OneTimeToken => ({
    hash: row.hash,
    purpose: row.purpose,
    pool: row.pool,
    userId: id.read(row.user_id),
    payload: (row.payload && json.read(row.payload)) as OneTimeToken["payload"],
    expiresAt: moment.read(row.expires_at),
  });
  return {
    async records(of) {
      const userId = id.write(of);
      const results = await executor.batch([
        query.find_credentials_by_id({ id: userId }),
        query.list_all_sessions({ userId }),
        query.list_tokens({ userId }),
        query.list_api_keys({ userId }),
        query.list_identities({ userId }),
      ]);
      const [users, sessions, tokens, apiKeys, identities] = results as unknown as [
        RowOf<"find_credentials_by_id">[],
        RowOf<"list_all_sessions">[],
        RowOf<"list_tokens">[],
        RowOf<"list_api_keys">[],
        RowOf<"list_identities">[],
      ];
      const [user] = users;
      if (!user) return null;
      return {
        user: readUser(codecs, user),
        passwordHash: user.password_hash,
        sessions: sessions.map((row) => readSession(codecs, of, row)),
        tokens: tokens.map(readToken),
        apiKeys: apiKeys.map((row) => readApiKey(codecs, row)),
        identities: identities.map((row) => readIdentity(codecs, row.pool, row)),
      };
    },
  };
}
