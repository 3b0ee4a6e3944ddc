export {
  passwordReset,
  type PasswordReset,
  type PasswordResetOptions,
  type ResetMail,
} from "./lib/account/password-reset.ts";
