export { argon2id, type Argon2idOptions } from "./lib/argon2id.ts";
