import { secondFactor } from "@latchkey/locales/en";
import type { SecondFactorSentences } from "@latchkey/locales";
import { useAuthContext } from "../provider/auth-context.ts";

export function useFactorSentences(): SecondFactorSentences {
  return useAuthContext().locale?.secondFactor ?? secondFactor;
}
