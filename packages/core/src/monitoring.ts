export { checkStorage } from "./lib/context/check-storage.ts";
export { passwordLoad, type PasswordLoad } from "./lib/passwords/password-load.ts";
