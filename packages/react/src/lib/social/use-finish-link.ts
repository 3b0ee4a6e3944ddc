import { LatchkeyError, withSocial } from "@latchkey/client";
import { useAuth } from "../session/use-auth.ts";
import { useWaitingLink } from "./use-waiting-link.ts";

/**
 * Connects the account that somebody came back with and that was `link_required`, once they have signed in by another
 * way. If that fails, the sign-in stands, and the account can be connected in `<IdentityList>`.
 */
export function useFinishLink(): () => Promise<void> {
  const client = useAuth();
  const isWaiting = useWaitingLink() !== null;
  return async () => {
    if (!isWaiting) return;
    try {
      await withSocial(client).finishLink();
    } catch (error) {
      if (!(error instanceof LatchkeyError)) throw error;
    }
  };
}
