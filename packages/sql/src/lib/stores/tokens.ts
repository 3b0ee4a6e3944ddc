import type { OneTimeToken, OneTimeTokenStore } from "@latchkey/core";
import type { RowOf } from "../statements/queries.ts";
import { orNull, type Codecs } from "../values/codecs.ts";
import type { StoreContext, ValuesOf } from "./store-context.ts";

export function tokenStore({ executor, codecs, loadDeferred }: StoreContext): OneTimeTokenStore {
  const { moment } = codecs;
  return {
    async put(token, keep = 3) {
      const query = await loadDeferred();
      const values = bindToken(codecs, token);
      const { userId, purpose } = values;
      await executor.batch([query.put_token(values), query.trim_tokens({ userId, purpose, keep })]);
    },
    async take(hash, { purpose, pool, at }) {
      const query = await loadDeferred();
      const rows = await executor.all(query.take_token({ hash, purpose, pool, at: moment.write(at) }));
      const row = rows.find((deleted) => deleted.hash === hash);
      return row ? readToken(codecs, { purpose, pool }, row) : null;
    },
  };
}

/** @param known what the statement was asked for, or has read too */
export function readToken(
  { id, json, moment }: Codecs,
  { purpose, pool }: Pick<OneTimeToken, "purpose" | "pool">,
  row: RowOf<"take_token">,
): OneTimeToken {
  const payload = orNull(json.read, row.payload) as OneTimeToken["payload"];
  return {
    hash: row.hash,
    purpose,
    pool,
    userId: id.read(row.user_id),
    payload,
    expiresAt: moment.read(row.expires_at),
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
