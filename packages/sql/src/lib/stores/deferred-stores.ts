// One entry, so that bundles have one file for all that is loaded at its first use.
export { managing } from "./managing.ts";
export { waysIn } from "./ways-in/ways-in.ts";
