export { commonPasswords } from "./lib/passwords/common-passwords.ts";
