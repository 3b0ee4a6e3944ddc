export type { Auth, GetSessionOptions } from "./lib/auth.ts";
export { createAuth } from "./lib/create-auth.ts";
export type { AnyMetadata } from "./lib/input/metadata-types.ts";
export type { Client } from "./lib/client.ts";
export type { OpenOptions } from "./lib/sessions/end-replaced.ts";
export type { Attempt, AttemptPurpose, Guard, SessionOpening, WayInAddition } from "./lib/guards/guard.ts";
export type { AuthAction, AuthActionType, AuthEvent, AuthEventType, AuthFailure, Hooks } from "./lib/hooks.ts";
export type { AuthOptions } from "./lib/context/options.ts";
export { AuthError, type AuthErrorCode, type AuthErrorDetails } from "./lib/errors.ts";
export type { JsonObject, JsonValue } from "./lib/json.ts";
export type { IdentifiedSecret, Secret, SecretRing } from "./lib/token/key-ring.ts";
export type { PasswordHasher } from "./lib/passwords/password-hasher.ts";
export type { PasswordPolicy } from "./lib/passwords/password-policy.ts";
export { pbkdf2, type Pbkdf2Options } from "./lib/passwords/pbkdf2.ts";
export type { Authenticated, Session, SignedIn } from "./lib/sessions/session.ts";
export type { SignInInput } from "./lib/sign-in/sign-in.ts";
export type { SignUpInput } from "./lib/sign-in/sign-up.ts";
export type { StandardSchema } from "./lib/input/standard-schema.ts";
export type {
  ApiKeyRecord,
  ApiKeyStore,
  AccountStores,
  ApiKeyWithUser,
  AuditHead,
  AuditLink,
  AuditMoment,
  Auditor,
  AuditRange,
  AuditRecord,
  AuditStore,
  AuditSubject,
  Count,
  CounterStore,
  Credentials,
  EmailAddressChange,
  FactorOpening,
  FactorProof,
  FactorRecord,
  FactorStore,
  FactorWithUser,
  IdentityName,
  IdentityRecord,
  IdentityStore,
  IdentityUse,
  IdentityWithUser,
  OneTimeToken,
  OneTimeTokenStore,
  OneTimeTokenUse,
  PasskeyRecord,
  PasskeyStore,
  PasskeyUse,
  PasskeyWithUser,
  PasswordChange,
  PasswordChanged,
  SessionExtension,
  SessionProof,
  SessionRecord,
  SessionStore,
  SessionWithUser,
  SpentTicket,
  Storage,
  UserChanges,
  UserRecord,
  UserRecords,
  UserSearch,
  UserStore,
  UserWrite,
} from "./lib/storage/storage.ts";
export type { SessionClaims } from "./lib/token/token.ts";
export type { SessionUse } from "./lib/context/context.ts";
export type { User } from "./lib/user.ts";
