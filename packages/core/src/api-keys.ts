export type { ApiKey, CreatedApiKey } from "./lib/api-key.ts";
export { apiKeys, type ApiKeys } from "./lib/api-keys.ts";
export type { ApiKeyOptions } from "./lib/api-key-options.ts";
export type { NewApiKey, NewOwnApiKey } from "./lib/new-api-key.ts";
export type { VerifiedApiKey } from "./lib/verify-api-key.ts";
