import type { SocialProvider } from "@latchkey/client";
import { useReturnedError } from "./use-returned-error.ts";

/** The provider whose account is to be connected once its owner has signed in by another way. `null`: none. */
export function useWaitingLink(): SocialProvider | null {
  const returned = useReturnedError();
  return (returned?.code === "link_required" && returned.provider) || null;
}
