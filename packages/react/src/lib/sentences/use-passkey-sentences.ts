import { passkeys } from "@latchkey/locales/en";
import type { PasskeySentences } from "@latchkey/locales";
import { useAuthContext } from "../provider/auth-context.ts";

export function usePasskeySentences(): PasskeySentences {
  return useAuthContext().locale?.passkeys ?? passkeys;
}
