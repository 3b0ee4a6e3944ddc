import type { Client } from "../client.ts";
import type { Context } from "./context.ts";
import type { AuthActionType, AuthEventType, AuthFailure } from "../hooks.ts";

/** Whom an action, an event or a failure is about, and where it comes from. */
interface Subject {
  /** `null` where there is no user, or none is known yet. */
  readonly userId: string | null;
  readonly client: Client;
}

/** The subject of an event. */
interface EventSubject extends Subject {
  /** Default `null`: the event is not about one session. */
  readonly sessionId?: string | null;
}

/** Calls the application's hook before an action. @throws what the hook throws: it refuses the action */
export async function runBeforeHook(
  { hooks, pool }: Context,
  type: AuthActionType,
  { userId, client }: Subject,
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

/** Calls the application's hook after a failure. Never rejects: the answer is decided. */
export async function emitFailure(
  { hooks, now, pool }: Context,
  type: AuthFailure["type"],
  { userId, client }: Subject,
): Promise<void> {
  try {
    await hooks.failed?.({ type, pool, userId, at: new Date(now()).toISOString(), client });
  } catch {
    // The hook cannot change the answer.
  }
}
