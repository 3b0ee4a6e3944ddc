export { scrypt, type ScryptOptions } from "./lib/scrypt.ts";
