export type { ServiceAlgorithm } from "./lib/algorithms.ts";
export { createServiceKey } from "./lib/create-key.ts";
export { serviceTokens, type IssuedServiceToken, type ServiceTokens } from "./lib/issuer.ts";
export type { PublicKeySet } from "./lib/key-ring.ts";
export type { ServiceTokenOptions } from "./lib/options.ts";
export type { PrivateJwk, PublicJwk } from "./lib/private-key.ts";
export { serviceTokenRoutes } from "./lib/routes.ts";
