export { passwordReset, type PasswordReset, type PasswordResetOptions, type ResetMail } from "./lib/password-reset.ts";
