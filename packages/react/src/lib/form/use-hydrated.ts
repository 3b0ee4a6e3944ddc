import { useSyncExternalStore } from "react";

const nothing = () => {};
const never = () => nothing;

/** Whether React has taken over what the server rendered, so that a press of a button is heard. */
export function useHydrated(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}
