import type { Client } from "../client.ts";
import type { Context } from "./context.ts";
import type { AuthActionType, AuthEventType, AuthFailure } from "../hooks.ts";

/** Asks the application's hook whether an action may go on. */
export async function runBeforeHook(
  context: Context,
  type: AuthActionType,
  userId: string | null,
  client: Client,
): Promise<void> {
  await context.hooks.before?.({ type, pool: context.pool, userId, client });
}

/** Tells the application's hook what has changed. */
export async function emitEvent(
  context: Context,
  type: AuthEventType,
  userId: string | null,
  sessionId: string | null,
  client: Client,
): Promise<void> {
  if (!context.hooks.after) return;
  const at = new Date(context.now()).toISOString();
  try {
    await context.hooks.after({ type, pool: context.pool, userId, sessionId, at, client });
  } catch {
    // The change has happened; who listens cannot undo it, and must not make it look undone.
  }
}

/** Tells the application's hook what has failed, once the answer is decided. */
export async function emitFailure(
  { hooks, now, pool }: Context,
  type: AuthFailure["type"],
  userId: string | null,
  client: Client,
): Promise<void> {
  try {
    await hooks.failed?.({ type, pool, userId, at: new Date(now()).toISOString(), client });
  } catch {
    // The answer is the same, whoever listens.
  }
}
