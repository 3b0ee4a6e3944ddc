import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

/** Resolved by name, because the relative path differs in the built package. */
const description = createRequire(import.meta.url).resolve("latchkey/package.json");

export const { version } = JSON.parse(readFileSync(description, "utf8")) as { version: string };
