import { createApiKeyBody, deleteApiKeyBody } from "../routes/api-keys.ts";
import { PASSWORD_CHECK, type Descriptions } from "./description.ts";
import { apiKeysAnswer, newApiKeyAnswer, success } from "./shapes.ts";

export const apiKeys: Descriptions = {
  "GET /api-keys": {
    summary: "List one's API keys, newest first",
    answer: apiKeysAnswer,
    refuses: ["unauthenticated"],
  },
  "POST /api-keys": {
    summary: "Make an API key, which is shown this once, knowing the current password",
    body: createApiKeyBody,
    answer: newApiKeyAnswer,
    refuses: ["unauthenticated", "invalid_input", "refused", ...PASSWORD_CHECK],
  },
  "POST /api-keys/delete": {
    summary: "Delete one of one's API keys",
    body: deleteApiKeyBody,
    answer: success,
    refuses: ["unauthenticated", "not_found"],
  },
};
