export { identities, type Identities, type IdentitySignInOptions } from "./lib/identities/identities.ts";
export type { Identity, IdentityList } from "./lib/users/identity.ts";
export type { ProvedIdentity } from "./lib/identities/proved-identity.ts";
export type { IdentitySignIn } from "./lib/identities/sign-in.ts";
export type { NewTokens, ProviderTokens } from "./lib/identities/tokens.ts";
