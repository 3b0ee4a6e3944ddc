import { forms } from "@latchkey/locales/en";
import type { FormSentences } from "@latchkey/locales";
import { useAuthContext } from "../provider/auth-context.ts";

export function useForms(): FormSentences {
  return useAuthContext().locale?.forms ?? forms;
}
