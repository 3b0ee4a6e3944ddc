import type { Context, LiveSession } from "../context/context.ts";
import type { AuthError } from "../errors.ts";
import { isRecent, requireRecent } from "./require-recent-proof.ts";
import type { UserRecord } from "../storage/storage.ts";

/** A way in that somebody would add, as sessions name it, and by what the session has proved who it is. */
export interface NewWayIn {
  readonly method: string;
  readonly provedBy: readonly string[];
}

/** Why a guard lets nobody add a way in to an account now. `null`: it may be added. */
export async function judgeWayIn(
  { guards, pool, storage }: Context,
  user: UserRecord,
  wayIn: NewWayIn,
): Promise<AuthError | null> {
  for (const guard of guards) {
    const error = await guard.beforeWayIn?.({ ...wayIn, pool, user, storage });
    if (error) return error;
  }
  return null;
}

/**
 * Checks that the user of a session may add a way in: the session was proved a moment ago, by enough for the guards.
 * They are asked first, since they say by what.
 *
 * @param wayIn `within`: seconds since the last proof, default 300
 * @throws AuthError `proof_required`, and what a guard says
 */
export async function requireWayIn(
  context: Context,
  live: LiveSession,
  { method, within }: { readonly method: string; readonly within?: number | undefined },
): Promise<void> {
  const { user, session } = live;
  const provedBy = isRecent(context, session.provedAt, within) ? session.methods : [];
  const error = await judgeWayIn(context, user, { method, provedBy });
  if (error) throw error;
  requireRecent(context, live, within);
}
