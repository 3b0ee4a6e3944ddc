export { mailSignIn, type MailSignIn, type MailSignInOptions } from "./lib/mail-sign-in/mail-sign-in.ts";
export type { ProofMail, SignInMail } from "./lib/mail-sign-in/mails.ts";
