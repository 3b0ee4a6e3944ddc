import type { Context } from "./context.ts";
import type { AuthActionType, AuthEventType, AuthFailure } from "../hooks.ts";
import { recordAlone, type EventSubject } from "./record.ts";

/** Calls the application's hook before an action. @throws what the hook throws: it refuses the action */
export async function runBeforeHook(
  { hooks, pool }: Context,
  type: AuthActionType,
  { userId, client }: Omit<EventSubject, "sessionId">,
): Promise<void> {
  await hooks.before?.({ type, pool, userId, client });
}

/** Calls the application's hook after a change. Never rejects: the change has happened, and must not look undone. */
export async function emitEvent(
  { hooks, now, pool }: Context,
  type: AuthEventType,
  { userId, sessionId = null, client }: EventSubject,
): Promise<void> {
  if (!hooks.after) return;
  const at = new Date(now()).toISOString();
  try {
    await hooks.after({ type, pool, userId, sessionId, at, client });
  } catch {
    // The hook cannot undo the change.
  }
}

/**
 * Records an event that belongs to no change of accounts, such as a lock, and calls the hook.
 *
 * @throws AuthError `storage_unavailable` if it cannot be recorded
 */
export async function emitAlone(context: Context, type: AuthEventType, about: EventSubject): Promise<void> {
  await recordAlone(context, type, about);
  await emitEvent(context, type, about);
}

/**
 * Records a failure and calls the application's hook, which cannot change the answer.
 *
 * @throws AuthError `storage_unavailable` if it cannot be recorded: an attempt that leaves no trace is not answered
 */
export async function emitFailure(
  context: Context,
  type: AuthFailure["type"],
  { userId, client }: Omit<EventSubject, "sessionId">,
): Promise<void> {
  const { hooks, now, pool } = context;
  await recordAlone(context, type, { userId, client });
  try {
    await hooks.failed?.({ type, pool, userId, at: new Date(now()).toISOString(), client });
  } catch {
    // The hook cannot change the answer.
  }
}
