export { pwned, type PwnedOptions } from "./lib/passwords/pwned.ts";
