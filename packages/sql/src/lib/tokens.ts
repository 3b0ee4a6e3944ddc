import type { OneTimeToken, OneTimeTokenStore } from "@latchkey/core";
import { readText } from "./codecs.ts";
import type { Sql } from "./sql.ts";

export function tokenStore({ executor, codecs, query }: Sql): OneTimeTokenStore {
  const { json, moment } = codecs;
  return {
    async put(token, keep = 3) {
      const { purpose } = token;
      const userId = codecs.id.write(token.userId);
      const put = query.put_token({
        ...token,
        userId,
        payload: json.write(token.payload),
        expiresAt: moment.write(token.expiresAt),
      });
      await executor.batch([put, query.trim_tokens({ userId, purpose, keep })]);
    },
    async take(hash, purpose, pool, at) {
      const rows = await executor.all(query.take_token({ hash, purpose, pool, at: moment.write(at) }));
      const row = rows.find((deleted) => deleted.hash === hash);
      if (!row) return null;
      const payload = json.read(row.payload) as OneTimeToken["payload"];
      return { hash, purpose, pool, userId: readText(row.user_id), payload, expiresAt: moment.read(row.expires_at) };
    },
  };
}
