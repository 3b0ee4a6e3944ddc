import type { UserStore } from "@latchkey/core";
import type { BoundStatement } from "./executor.ts";
import type { Sql } from "./sql.ts";

/** Who a user is, and what is written about him. */
export function changeIdentity({ executor, codecs, query }: Sql): Pick<UserStore, "changeEmail" | "update"> {
  const { json, moment } = codecs;
  const did = async (bound: BoundStatement) => (await executor.all(bound)).length > 0;
  const given = (value: unknown) => codecs.boolean.write(value !== undefined);

  return {
    async changeEmail(id, from, to, at, sessionVersion) {
      return did(
        query.change_email({
          id: codecs.id.write(id),
          from,
          to,
          at: moment.write(at),
          version: sessionVersion ?? null,
        }),
      );
    },
    async update(id, { username, metadata, appMetadata }, at, sessionVersion) {
      const values = {
        id: codecs.id.write(id),
        username: username ?? null,
        hasUsername: given(username),
        metadata: json.write(metadata ?? null),
        hasMetadata: given(metadata),
        appMetadata: json.write(appMetadata ?? null),
        hasAppMetadata: given(appMetadata),
        at: moment.write(at),
        version: sessionVersion ?? null,
      };
      return did(query.update_user(values));
    },
  };
}
