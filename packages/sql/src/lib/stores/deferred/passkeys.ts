import type { PasskeyStore } from "@latchkey/core";
import type { RowOf } from "../../statements/queries.ts";
import { bindPasskey, readPasskey } from "./rows.ts";
import type { DeferredContext } from "./context.ts";

export function passkeyStore(context: DeferredContext): PasskeyStore {
  const { codecs, executor, query, readUser, bindCredentials, bindSession, bindNextSession } = context;
  const { id: uuid, boolean, moment } = codecs;

  return {
    async insertUser(passkey, credentials, session) {
      const { passwordHash } = credentials;
      const userId = uuid.write(credentials.user.id);
      // Each step does nothing unless the ones before it have: nobody ever sees the user without the passkey.
      const [, inserted] = await executor.batch([
        query.insert_user(bindCredentials(codecs, credentials)),
        query.insert_passkey_if_password_hash({ ...bindPasskey(context, passkey), passwordHash }),
        query.delete_user_without_passkey({ userId, passwordHash }),
        ...(session ? [query.insert_session_if_password_hash(bindNextSession(codecs, session, passwordHash))] : []),
      ]);
      return inserted!.length > 0;
    },
    insert: async (passkey, sessionVersion) =>
      (await executor.all(query.insert_passkey({ ...bindPasskey(context, passkey), sessionVersion }))).length > 0,
    async find(id) {
      const [row] = await executor.all(query.find_passkey({ id }));
      return row ? { passkey: readPasskey(context, row), user: readUser(codecs, row) } : null;
    },
    async use(id, { from, to, backedUp, at, ticket }, session) {
      const noted = { to, backedUp: boolean.write(backedUp), at: moment.write(at) };
      const { version = null, userId, ...opened } = session ? bindSession(codecs, session) : {};
      const used = { passkeyId: id, from, owner: userId ?? null, version };
      const spent = { key: ticket.key, expiresAt: moment.write(ticket.expiresAt) };
      if (!(to > from || (from === 0 && to === 0))) return false;
      const results = await executor.batch([
        query.lock_user_of_passkey({ passkeyId: id }),
        query.spend_passkey_ticket({ ...used, ...spent }),
        ...("id" in opened ? [query.open_passkey_session({ ...opened, ...used, ticket: ticket.key })] : []),
        query.use_passkey({ ...used, ...noted, ticket: ticket.key }),
      ]);
      return results.at(-1)!.length > 0;
    },
    list: async (userId) =>
      (await executor.all(query.list_passkeys({ userId: uuid.write(userId) }))).map((row) => readPasskey(context, row)),
    rename: async (id, userId, name) =>
      (await executor.all(query.rename_passkey({ id, userId: uuid.write(userId), name }))).length > 0,
    async delete(id, owner) {
      const userId = uuid.write(owner);
      const [, deleted, left] = await executor.batch([
        query.lock_user({ id: userId }),
        query.delete_passkey({ id, userId }),
        query.has_passkey({ id }),
      ]);
      if (deleted!.length > 0) return "deleted";
      const isOwn = left!.some((row) => uuid.read((row as RowOf<"has_passkey">).user_id) === owner);
      return isOwn ? "last_way_in" : "none";
    },
  };
}
