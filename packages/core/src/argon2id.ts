export { argon2id, type Argon2idOptions } from "./lib/passwords/argon2id.ts";
