import { createApiKeyBody, deleteApiKeyBody } from "../routes/api-keys.ts";
import { NEEDS_PROOF, type Descriptions } from "./description.ts";

export const apiKeys: Descriptions = {
  "GET /api-keys": {
    id: "listApiKeys",
    tag: "API keys",
    summary: "List the user's API keys",
    description: "Returns the API keys of the current user, newest first.",
    session: "required",
    answer: "ApiKeyList",
    done: "The API keys.",
    refuses: ["unauthenticated"],
  },
  "POST /api-keys": {
    id: "createApiKey",
    tag: "API keys",
    summary: "Create an API key",
    description: "Creates an API key for the current user. It needs a recent proof. Only this answer shows the key.",
    session: "required",
    body: createApiKeyBody,
    fields: { name: "1 to 64 characters, for the user to recognise the key by." },
    answer: "CreatedApiKey",
    done: "The API key.",
    refuses: ["unauthenticated", "invalid_input", ...NEEDS_PROOF],
  },
  "POST /api-keys/delete": {
    id: "deleteApiKey",
    tag: "API keys",
    summary: "Delete an API key",
    description: "Deletes one API key of the current user.",
    session: "required",
    body: deleteApiKeyBody,
    fields: { id: "The id of the API key." },
    answer: "Success",
    done: "The API key is deleted.",
    refuses: ["unauthenticated", "not_found"],
  },
};
