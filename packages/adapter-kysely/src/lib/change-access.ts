import type { SessionRecord, UserStore } from "@latchkey/core";
import type { Bound } from "./executor.ts";
import { bindSession } from "./session-row.ts";
import type { Sql } from "./sql.ts";

type ChangeAccess = Pick<UserStore, "rehashPassword" | "setPassword" | "setDisabled" | "endSessions">;

/** Who gets in: passwords, disabling, and the end of sessions. */
export function changeAccess({ executor, codecs, query }: Sql): ChangeAccess {
  const did = async (bound: Bound) => (await executor.all(bound)).length > 0;

  /** The session is opened only behind the hash that this very batch wrote. */
  async function didAndOpened(change: Bound, session: SessionRecord, passwordHash: string): Promise<boolean> {
    const [changed] = await executor.batch([change, query.insert_session_behind({ ...bindSession(codecs, session), passwordHash })]);
    return changed!.length > 0;
  }

  return {
    rehashPassword: (id, from, to) => did(query.rehash_password({ id, from, to })),
    setPassword(id, { from, to, provesEmail, at }, session) {
      const change = query.set_password({ id, from, to, proves: codecs.boolean.write(provesEmail), at: codecs.moment.write(at) });
      return session ? didAndOpened(change, session, to) : did(change);
    },
    setDisabled(id, disabled, at) {
      const values = { id, disabled: codecs.boolean.write(disabled), ended: Number(disabled), at: codecs.moment.write(at) };
      return did(query.set_disabled(values));
    },
    endSessions: (id) => did(query.end_sessions({ id })),
  };
}
