import type { Context } from "./context.ts";

const keepingContexts = new WeakSet<Context>();

/** Lets API keys stay when a user of this auth gets a new password. `apiKeys(auth, { keepOnReset: true })` calls it. */
export function keepApiKeysOnReset(context: Context): void {
  keepingContexts.add(context);
}

/** Whether API keys stay when a user gets a new password. By default they are deleted. */
export function keepsApiKeysOnReset(context: Context): boolean {
  return keepingContexts.has(context);
}
