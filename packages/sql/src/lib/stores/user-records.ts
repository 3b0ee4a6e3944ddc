import type { UserStore } from "@latchkey/core";
import type { RowOf } from "../statements/queries.ts";
import type { DeferredContext } from "./deferred/context.ts";
import { readIdentity } from "./identities.ts";
import { readToken } from "./tokens.ts";
import { readFactor, readPasskey } from "./deferred/rows.ts";

/** Everything about a user, read in one step. */
export function userRecords(context: DeferredContext): Pick<UserStore, "records"> {
  const { codecs, executor, query, readUser, readSession, readApiKey } = context;
  return {
    async records(of) {
      const userId = codecs.id.write(of);
      const results = await executor.batch([
        query.find_credentials_by_id({ id: userId }),
        query.list_all_sessions({ userId }),
        query.list_tokens({ userId }),
        query.list_api_keys({ userId }),
        query.list_identities({ userId }),
        query.list_passkeys({ userId }),
        query.find_factor({ userId }),
      ]);
      const [users, sessions, tokens, apiKeys, identities, passkeys, factors] = results as unknown as [
        RowOf<"find_credentials_by_id">[],
        RowOf<"list_all_sessions">[],
        RowOf<"list_tokens">[],
        RowOf<"list_api_keys">[],
        RowOf<"list_identities">[],
        RowOf<"list_passkeys">[],
        RowOf<"find_factor">[],
      ];
      const [user] = users;
      if (!user) return null;
      const [factor] = factors;
      return {
        user: readUser(codecs, user),
        passwordHash: user.password_hash,
        sessions: sessions.map((row) => readSession(codecs, of, row)),
        tokens: tokens.map((row) => readToken(context, row, row)),
        apiKeys: apiKeys.map((row) => readApiKey(codecs, row)),
        identities: identities.map((row) => readIdentity(context, row.pool, row)),
        passkeys: passkeys.map((row) => readPasskey(context, row)),
        factor: factor ? readFactor(context, factor) : null,
      };
    },
  };
}
