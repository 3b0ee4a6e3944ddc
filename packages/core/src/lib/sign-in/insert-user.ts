import type { Context } from "../context/context.ts";
import { recording, type EventSubject } from "../context/record.ts";
import type { Credentials, SessionRecord } from "../storage/storage.ts";
import { writeOrFind } from "../storage/write-or-find.ts";

/**
 * Adds a user, and the first session if there is one. If the answer is lost, the id tells whether the user was
 * inserted: no other call has it.
 *
 * @returns `false`: an account has the address or the user name
 * @throws AuthError `storage_unavailable`
 */
export async function insertUser(
  context: Context,
  credentials: Credentials,
  { session, opened }: { readonly session: SessionRecord | null; readonly opened: EventSubject },
): Promise<boolean> {
  const { storage } = context;
  const types = (["user.created", "session.opened"] as const).slice(0, session ? 2 : 1);
  const { users } = await recording(context, types, opened);
  return writeOrFind(
    storage,
    () => users.insert(credentials, session),
    async () => (await storage.users.find(credentials.user.id)) && true,
  );
}
