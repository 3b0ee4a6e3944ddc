import type { UserStore } from "@latchkey/core";
import { sql as raw } from "kysely";
import type { Bound } from "./executor.ts";
import { prepare } from "./prepare.ts";
import type { Sql } from "./sql.ts";

type ChangeIdentity = Pick<UserStore, "changeEmail" | "update">;

/** Who a user is, and what is written about him. */
export function changeIdentity(sql: Sql): ChangeIdentity {
  const { executor, codecs } = sql;
  const { json, moment } = codecs;
  const statements = identityStatements(sql);
  const did = async (bound: Bound) => (await executor.all(bound)).length > 0;
  const given = (value: unknown) => codecs.boolean.write(value !== undefined);

  return {
    changeEmail: (id, from, to, at) => did(statements.changeEmail({ id, from, to, at: moment.write(at) })),
    update(id, { username, metadata, appMetadata }, at) {
      const values = {
        id,
        username: username ?? null,
        hasUsername: given(username),
        metadata: json.write(metadata ?? null),
        hasMetadata: given(metadata),
        appMetadata: json.write(appMetadata ?? null),
        hasAppMetadata: given(appMetadata),
        at: moment.write(at),
      };
      return did(statements.update(values));
    },
  };
}

type UpdateValues = "id" | "username" | "hasUsername" | "metadata" | "hasMetadata" | "appMetadata" | "hasAppMetadata" | "at";

function identityStatements({ db, table, codecs }: Sql) {
  const users = table("users");
  const confirmed = codecs.boolean.write(true);
  return {
    changeEmail: prepare<"id" | "from" | "to" | "at">("change_email", (value) =>
      db
        .updateTable(users)
        .set({ email: value.to, email_verified: confirmed, updated_at: value.at })
        .where("id", "=", value.id)
        .where("email", "=", value.from)
        .where((eb) =>
          eb.not(eb.exists(eb.selectFrom(`${users} as o`).select("o.id").whereRef("o.pool", "=", `${users}.pool`).where("o.email", "=", value.to))),
        )
        .returning("id"),
    ),
    update: prepare<UpdateValues>("update_user", (value) =>
      db
        .updateTable(users)
        .set({
          username: raw`case when ${value.hasUsername} then ${value.username} else username end`,
          metadata: raw`case when ${value.hasMetadata} then ${value.metadata} else metadata end`,
          app_metadata: raw`case when ${value.hasAppMetadata} then ${value.appMetadata} else app_metadata end`,
          updated_at: value.at,
        })
        .where("id", "=", value.id)
        .where((eb) =>
          eb.not(
            eb.exists(
              eb
                .selectFrom(`${users} as o`)
                .select("o.id")
                .whereRef("o.pool", "=", `${users}.pool`)
                .where("o.username", "=", value.username)
                .whereRef("o.id", "<>", `${users}.id`),
            ),
          ),
        )
        .returning("id"),
    ),
  };
}
