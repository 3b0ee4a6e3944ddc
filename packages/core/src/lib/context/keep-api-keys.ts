import type { Context } from "./context.ts";

const keepingContexts = new WeakSet<Context>();

/** From now on the API keys of this auth's users outlive a new password. */
export function keepApiKeysOnReset(context: Context): void {
  keepingContexts.add(context);
}

/** Whether API keys outlive a new password: `false` as long as nobody has said otherwise. */
export function keepsApiKeysOnReset(context: Context): boolean {
  return keepingContexts.has(context);
}
