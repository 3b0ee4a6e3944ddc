export type { Assertion } from "./lib/passkeys/assertion.ts";
export type { VerifiedRegistration } from "./lib/passkeys/new-passkey.ts";
export { passkeyAccounts, type PasskeyAccounts, type PasskeyList } from "./lib/passkeys/passkey-accounts.ts";
export type { BegunProof } from "./lib/passkeys/prove.ts";
export type { BegunRegistration, PasskeySignUp } from "./lib/passkeys/sign-up.ts";
export type { Passkey } from "./lib/passkeys/passkey.ts";
