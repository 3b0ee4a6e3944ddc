export { passwordChange, type PasswordChangeInput, type PasswordChanger } from "./lib/account/password-change.ts";
