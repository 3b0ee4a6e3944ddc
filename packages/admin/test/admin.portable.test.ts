import { describe } from "vitest";
import { suites } from "./suites.ts";

for (const [name, tell] of Object.entries(suites)) describe(name, tell);
