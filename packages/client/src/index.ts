export type { AccountActions } from "./lib/account.ts";
export type { ApiKey, ApiKeyActions, CreatedApiKey, NewApiKey } from "./lib/api-keys.ts";
export { withServiceTokens, type ServiceToken, type ServiceTokenActions } from "./lib/service-tokens.ts";
export type { Client, EmailSignIn, RefreshedSession, SignInInput, SignUpInput, UsernameSignIn } from "./lib/client.ts";
export { createClient } from "./lib/create-client.ts";
export type { EmailActions, MailProof } from "./lib/email.ts";
export type { Identities, Identity, IdentityActions, IdentityChoice } from "./lib/identities.ts";
export { LatchkeyError, type ErrorCode, type ErrorDetails } from "./lib/errors.ts";
export { withMailSignIn, type MailAsked, type MailConfirmation, type MailSignInActions } from "./lib/mail-sign-in.ts";
export type { Methods, SocialProvider } from "./lib/methods.ts";
export type { ClientOptions, Fetch, TokenStore } from "./lib/options.ts";
export type { Passkey, PasskeyActions } from "./lib/passkeys/own.ts";
export {
  withPasskeys,
  type PasskeyClient,
  type PasskeySignIn,
  type PasskeySignUp,
} from "./lib/passkeys/with-passkeys.ts";
export type { PasswordActions } from "./lib/password.ts";
export type {
  SecondFactor,
  SecondFactorActions,
  SecondFactorCode,
  SecondFactorConfirmation,
  SecondFactorSetup,
} from "./lib/second-factor/own.ts";
export {
  withSecondFactor,
  type SecondFactorClient,
  type SecondFactorSignIn,
  type SecondFactorSignUp,
} from "./lib/second-factor/with-second-factor.ts";
export type { LoadingState, SessionState, SessionStore, SignedInState, SignedOutState } from "./lib/session-store.ts";
export type { Session, SessionActions } from "./lib/sessions.ts";
export { withSocial, type IdTokenSignIn, type SocialActions, type SocialTarget } from "./lib/social.ts";
export type { JsonObject, JsonValue, User } from "./lib/user.ts";
