import { useSyncExternalStore } from "react";

const nothing = () => {};
const never = () => nothing;

/** Whether the browser knows passkeys (WebAuthn Level 3 §5.1). */
export function canUsePasskeys(): boolean {
  return typeof globalThis.PublicKeyCredential === "function";
}

/** The same for components. A server renders for browsers that do. */
export function useCanUsePasskeys(): boolean {
  return useSyncExternalStore(never, canUsePasskeys, () => true);
}
