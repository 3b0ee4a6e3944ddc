export type { AccountProofInput } from "./lib/account-proof.ts";
export { emailVerification, type EmailVerification, type EmailVerificationOptions, type VerificationMail } from "./lib/email-verification.ts";
