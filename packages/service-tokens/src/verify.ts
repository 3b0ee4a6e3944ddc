export type { ServiceTokenClaims } from "./lib/verify/claims.ts";
export { ServiceTokenError, type ServiceTokenErrorCode } from "./lib/verify/error.ts";
export type { GivenKeys, ServiceTokenVerifierOptions } from "./lib/verify/options.ts";
export { serviceTokenVerifier, type ServiceTokenCarrier, type VerifyServiceToken } from "./lib/verify/verifier.ts";
