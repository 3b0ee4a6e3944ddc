import type { Context } from "./context.ts";

const keeping = new WeakSet<Context>();

/** From now on the API keys of this auth's users outlive a new password. */
export function keepKeys(context: Context): void {
  keeping.add(context);
}

/** Whether API keys outlive a new password: `false` as long as nobody has said otherwise. */
export function keepsKeys(context: Context): boolean {
  return keeping.has(context);
}
