import type { Client } from "../client.ts";
import type { Context } from "../context/context.ts";
import { emitEvent } from "../context/events.ts";
import { recording } from "../context/record.ts";
import { callStorage } from "../storage/call-storage.ts";
import type { UserRecord } from "../storage/storage.ts";
import { presentUser } from "../user.ts";
import { admit } from "./new-session.ts";
import { presentSession, type SignedIn } from "./session.ts";

/** How somebody has proved to be the user. */
export interface Proved {
  readonly methods: readonly string[];
  /** Default: now. */
  readonly provedAt?: Date | undefined;
  readonly client: Client;
  /** What the browser has of a trusted device. Default: nothing. */
  readonly trustedDevice?: string | undefined;
}

/**
 * Opens a session for a user who has proved to be the one by something else than the password.
 *
 * @returns `null`: the account was disabled, deleted, or its sessions were ended since it was read
 * @throws AuthError `storage_unavailable`, and what a guard throws or holds the session back with
 */
export async function openSession(
  context: Context,
  user: UserRecord,
  { client, ...proved }: Proved,
): Promise<SignedIn | null> {
  const { session, token, held } = await admit(context, user, { purpose: "sign_in", client, ...proved });
  if (held) throw held;
  const opened = { userId: user.id, sessionId: session.id, client };
  const details = { methods: session.methods };
  const { sessions } = await recording(context, ["session.opened"], { ...opened, details });
  if (!(await callStorage(() => sessions.insert(session, [])))) return null;
  await emitEvent(context, "session.opened", opened);
  return { user: presentUser(user), session: presentSession(session), token };
}
