export { pwned, type PwnedOptions } from "./lib/pwned.ts";
