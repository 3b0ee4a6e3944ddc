export { scrypt, type ScryptOptions } from "./lib/passwords/scrypt.ts";
