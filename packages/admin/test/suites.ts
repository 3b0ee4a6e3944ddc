import { tellApi } from "./api.suite.ts";
import { memoryStorage } from "@latchkey/core/memory";
import { tellFirst } from "./first.suite.ts";
import { tellGuards } from "./guard.suite.ts";
import { tellPanel } from "./panel.suite.ts";

/** What holds on every runtime. */
export const suites: Readonly<Record<string, () => void>> = {
  "who gets in": tellGuards,
  "routes for programs": tellApi,
  "the first administrator": () => tellFirst(memoryStorage),
  "the panel": tellPanel,
};
