import type { SessionStore, SessionWithUser } from "@latchkey/core";
import type { RowOf, TypedStatement } from "../statements/queries.ts";
import { bindSession, readSession } from "./session-row.ts";
import type { StoreContext } from "./store-context.ts";
import { readUser } from "./user-row.ts";

export function sessionStore({ executor, codecs, query }: StoreContext): SessionStore {
  const { id: uuid, moment } = codecs;
  const count = async (bound: TypedStatement<object>) => (await executor.all(bound)).length;

  function first([row]: readonly RowOf<"find_session">[]): SessionWithUser | null {
    if (row === undefined) return null;
    const user = readUser(codecs, row);
    return { session: readSession(codecs, user.id, row), user };
  }

  return {
    async insert(session, counters) {
      const open = query.insert_session(bindSession(codecs, session));
      if (counters.length === 0) return (await count(open)) > 0;
      const [opened] = await executor.batch([open, ...counters.map((key) => query.reset_count({ key }))]);
      return opened!.length > 0;
    },
    // Not async: every request comes through here, and an async function would cost it one more promise.
    find(id) {
      try {
        return executor.all(query.find_session({ id })).then(first);
      } catch (error) {
        return Promise.reject(error as Error);
      }
    },
    async list(userId, at) {
      const rows = await executor.all(query.list_sessions({ userId: uuid.write(userId), at: moment.write(at) }));
      return rows.map((row) => readSession(codecs, userId, row));
    },
    async extend(id, userId, { expiresAt, at, idleSince, pool }) {
      const values = {
        id,
        pool,
        userId: uuid.write(userId),
        expiresAt: moment.write(expiresAt),
        at: moment.write(at),
        usedAfter: idleSince ? moment.write(idleSince) : codecs.earliest,
      };
      return first(await executor.all(query.extend_session(values)));
    },
    async prove(id, userId, { provedAt, methods }) {
      const proof = { provedAt: moment.write(provedAt), methods: methods.join(" ") };
      return (await count(query.prove_session({ id, userId: uuid.write(userId), ...proof }))) > 0;
    },
    async touch(id, at) {
      await executor.all(query.touch_session({ id, at: moment.write(at) }));
    },
    delete: async (id, userId) => (await count(query.delete_session({ id, userId: uuid.write(userId) }))) > 0,
    deleteOthers: async (userId, keptId) => count(query.delete_other_sessions({ userId: uuid.write(userId), keptId })),
  };
}
