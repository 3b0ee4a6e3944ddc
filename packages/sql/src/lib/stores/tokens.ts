import type { OneTimeToken, OneTimeTokenStore } from "@latchkey/core";
import { orNull, type Codecs } from "../values/codecs.ts";
import type { StoreContext, ValuesOf } from "./store-context.ts";

export function tokenStore({ executor, codecs, query }: StoreContext): OneTimeTokenStore {
  const { id, json, moment } = codecs;
  return {
    async put(token, keep = 3) {
      const values = bindToken(codecs, token);
      const { userId, purpose } = values;
      await executor.batch([query.put_token(values), query.trim_tokens({ userId, purpose, keep })]);
    },
    async take(hash, { purpose, pool, at }) {
      const rows = await executor.all(query.take_token({ hash, purpose, pool, at: moment.write(at) }));
      const row = rows.find((deleted) => deleted.hash === hash);
      if (!row) return null;
      const payload = orNull(json.read, row.payload) as OneTimeToken["payload"];
      return { hash, purpose, pool, userId: id.read(row.user_id), payload, expiresAt: moment.read(row.expires_at) };
    },
  };
}

function bindToken({ id, json, moment }: Codecs, token: OneTimeToken) {
  return {
    hash: token.hash,
    purpose: token.purpose,
    pool: token.pool,
    userId: id.write(token.userId),
    payload: orNull(json.write, token.payload),
    expiresAt: moment.write(token.expiresAt),
  } satisfies ValuesOf<OneTimeToken>;
}
