import type { Credentials, SessionRecord, UserStore } from "@latchkey/core";
import type { BoundStatement } from "./executor.ts";
import { bindSession } from "./session-row.ts";
import type { Sql } from "./sql.ts";
import { bindCredentials } from "./user-row.ts";

/** New users, with their first session. */
export function insertUsers({ executor, codecs, query }: Sql): Pick<UserStore, "insert" | "insertFirst"> {
  // A session is opened only behind the hash that this very batch wrote: each has its own salt, so it tells whether
  // the user was new or somebody else was first.
  const open = (session: SessionRecord | null, { passwordHash }: Credentials) =>
    session ? [query.insert_session_behind({ ...bindSession(codecs, session), passwordHash })] : [];
  const did = async (list: readonly BoundStatement[], at: number) => {
    const results = list.length > 1 ? await executor.batch(list) : [await executor.all(list[0]!)];
    return results[at]!.length > 0;
  };

  return {
    insert: async (credentials, session) =>
      did([query.insert_user(bindCredentials(codecs, credentials)), ...open(session, credentials)], 0),
    async insertFirst(credentials, session) {
      // Nobody else has this claim: whether it stands says whether this call was the first.
      const claim = crypto.randomUUID();
      const insert = query.insert_first_user({ ...bindCredentials(codecs, credentials), claim });
      return did([query.claim_pool({ pool: credentials.user.pool, claim }), insert, ...open(session, credentials)], 1);
    },
  };
}
