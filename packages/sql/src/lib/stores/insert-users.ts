import type { Credentials, SessionRecord, UserStore } from "@latchkey/core";
import type { BoundStatement } from "../execution/executor.ts";
import { bindNextSession } from "./session-row.ts";
import type { StoreContext } from "./store-context.ts";
import { bindCredentials } from "./user-row.ts";

/** New users, each with a first session. */
export function insertUsers({ executor, codecs, query }: StoreContext): Pick<UserStore, "insert" | "insertFirst"> {
  // Every hash has a salt of its own, so the hash tells whether this batch has inserted the user or another was first.
  const open = (session: SessionRecord | null, { passwordHash }: Credentials) =>
    session ? [query.insert_session_if_password_hash(bindNextSession(codecs, session, passwordHash))] : [];
  const inserts = async (list: readonly BoundStatement[], at: number) => {
    const results = list.length > 1 ? await executor.batch(list) : [await executor.all(list[0]!)];
    return results[at]!.length > 0;
  };

  return {
    insert: async (credentials, session) =>
      inserts([query.insert_user(bindCredentials(codecs, credentials)), ...open(session, credentials)], 0),
    async insertFirst(credentials, session) {
      // The claim is unique: if the pool has it afterwards, this call was the first.
      const claim = codecs.id.write(crypto.randomUUID());
      const insert = query.insert_first_user({ ...bindCredentials(codecs, credentials), claim });
      const { pool } = credentials.user;
      return inserts([query.claim_pool({ pool, claim }), insert, ...open(session, credentials)], 1);
    },
  };
}
