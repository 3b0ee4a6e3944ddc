export { askProvider } from "./ask-provider.ts";
export { authorizationUrl, flowSecrets } from "./authorization-url.ts";
export { exchange } from "./exchange.ts";
export { verifyNativeToken } from "./native.ts";
export { refreshTokens } from "./refresh.ts";
