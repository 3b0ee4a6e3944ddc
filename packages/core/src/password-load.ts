export { passwordLoad, type PasswordLoad } from "./lib/passwords/password-load.ts";
