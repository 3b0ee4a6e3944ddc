export type { AccountProofInput } from "./lib/mail/account-proof.ts";
export {
  emailVerification,
  type EmailVerification,
  type EmailVerificationOptions,
  type VerificationMail,
} from "./lib/account/email-verification.ts";
