import type { UserStore } from "@latchkey/core";
import type { TypedStatement } from "../statements/queries.ts";
import { orNull } from "../values/codecs.ts";
import type { StoredBoolean } from "../values/stored.ts";
import type { StoreContext, ValuesOf } from "./store-context.ts";

type UserChanges = Required<Parameters<UserStore["update"]>[1]>;
type IsGiven = { readonly [Field in keyof UserChanges as `has${Capitalize<Field>}`]: StoredBoolean };

/** E-mail address, user name and metadata. */
export function changeIdentity({ executor, codecs, query }: StoreContext): Pick<UserStore, "changeEmail" | "update"> {
  const { id, json, moment } = codecs;
  const changes = async (bound: TypedStatement<object>) => (await executor.all(bound)).length > 0;
  const isGiven = (value: unknown) => codecs.boolean.write(value !== undefined);

  return {
    async changeEmail(userId, { from, to, at, sessionVersion }) {
      const version = sessionVersion ?? null;
      return changes(query.change_email({ id: id.write(userId), from, to, at: moment.write(at), version }));
    },
    async update(userId, { email, emailVerified, username, metadata, appMetadata }, { at, sessionVersion }) {
      const values = {
        email: email ?? null,
        hasEmail: isGiven(email),
        emailVerified: orNull(codecs.boolean.write, emailVerified ?? null),
        hasEmailVerified: isGiven(emailVerified),
        username: username ?? null,
        hasUsername: isGiven(username),
        metadata: orNull(json.write, metadata ?? null),
        hasMetadata: isGiven(metadata),
        appMetadata: orNull(json.write, appMetadata ?? null),
        hasAppMetadata: isGiven(appMetadata),
      } satisfies ValuesOf<UserChanges> & IsGiven;
      const version = sessionVersion ?? null;
      return changes(query.update_user({ ...values, id: id.write(userId), at: moment.write(at), version }));
    },
  };
}
