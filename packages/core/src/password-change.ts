export { passwordChange, type PasswordChangeInput, type PasswordChanger } from "./lib/password-change.ts";
