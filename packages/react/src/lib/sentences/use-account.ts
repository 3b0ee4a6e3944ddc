import { account } from "@latchkey/locales/en";
import type { AccountSentences } from "@latchkey/locales";
import { useAuthContext } from "../provider/auth-context.ts";

export function useAccount(): AccountSentences {
  return useAuthContext().locale?.account ?? account;
}
