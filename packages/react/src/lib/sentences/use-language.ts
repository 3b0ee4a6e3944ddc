import { useAuthContext } from "../provider/auth-context.ts";

/** The language tag of the sentences. */
export function useLanguage(): string {
  return useAuthContext().locale?.code ?? "en";
}
