export type { ApiKey, CreatedApiKey } from "./lib/users/api-key.ts";
export { apiKeys, type ApiKeys } from "./lib/api-keys/api-keys.ts";
export type { ApiKeyOptions } from "./lib/api-keys/options.ts";
export type { NewApiKey, NewOwnApiKey } from "./lib/api-keys/new.ts";
export type { VerifiedApiKey } from "./lib/api-keys/verify.ts";
