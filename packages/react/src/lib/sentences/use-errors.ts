import { errors } from "@latchkey/locales/en";
import { errorSentence } from "@latchkey/locales/fill";
import type { LatchkeyError } from "@latchkey/client";
import { useAuthContext } from "../provider/auth-context.ts";
import { useLanguage } from "./use-language.ts";

/** Gives the sentence of an error. */
export function useErrors(): (error: Pick<LatchkeyError, "code" | "retryAfter">) => string {
  const { locale } = useAuthContext();
  const code = useLanguage();
  return (error) => errorSentence({ code, errors: locale?.errors ?? errors }, error);
}
