export { commonPasswords } from "./lib/common-passwords.ts";
