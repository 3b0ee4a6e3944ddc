import type { OneTimeToken, OneTimeTokenStore } from "@latchkey/core";
import type { RowOf } from "../statements/queries.ts";
import type { DeferredContext } from "./deferred/context.ts";
import type { ValuesOf } from "./store-context.ts";

export function tokenStore(context: DeferredContext): OneTimeTokenStore {
  const { executor, query, codecs } = context;
  const { moment } = codecs;
  return {
    async put(token, keep = 3) {
      const values = bindToken(context, token);
      const { userId, purpose } = values;
      await executor.batch([query.put_token(values), query.trim_tokens({ userId, purpose, keep })]);
    },
    async take(hash, { purpose, pool, at }) {
      const rows = await executor.all(query.take_token({ hash, purpose, pool, at: moment.write(at) }));
      const row = rows.find((deleted) => deleted.hash === hash);
      return row ? readToken(context, { purpose, pool }, row) : null;
    },
  };
}

type Reading = Pick<DeferredContext, "codecs" | "orNull">;

/** @param known what the statement was asked for, or has read too */
export function readToken(
  { codecs: { id, json, moment }, orNull }: Reading,
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

function bindToken({ codecs: { id, json, moment }, orNull }: Reading, token: OneTimeToken) {
  return {
    hash: token.hash,
    purpose: token.purpose,
    pool: token.pool,
    userId: id.write(token.userId),
    payload: orNull(json.write, token.payload),
    expiresAt: moment.write(token.expiresAt),
  } satisfies ValuesOf<OneTimeToken>;
}
