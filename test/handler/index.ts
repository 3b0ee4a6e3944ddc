import type { HandlerCases } from "./cases.ts";
import { errorCodeCases } from "./error-codes.cases.ts";
import { headersOnlyCases } from "./headers-only.cases.ts";
import { mailTroubleCases } from "./mail-trouble.cases.ts";
import { missingDatabaseCases } from "./missing-database.cases.ts";
import { missingSecretCases } from "./missing-secret.cases.ts";
import { neverRejectsCases } from "./never-rejects.cases.ts";
import { pageCases } from "./pages.cases.ts";
import { pathCases } from "./paths.cases.ts";
import { publicAnswerCases } from "./public-answers.cases.ts";
import { readBodyCases } from "./read-bodies.cases.ts";

/** What a handler does in every runtime when its parts fail. It runs in the process, beside the conversation. */
export const handlerCases: HandlerCases = {
  ...errorCodeCases,
  ...neverRejectsCases,
  ...mailTroubleCases,
  ...missingSecretCases,
  ...readBodyCases,
  ...headersOnlyCases,
  ...missingDatabaseCases,
  ...pageCases,
  ...pathCases,
  ...publicAnswerCases,
};
