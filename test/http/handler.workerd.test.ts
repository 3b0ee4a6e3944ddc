import { describe, it } from "vitest";
import { handlerCases } from "../handler/index.ts";

describe("a handler among parts that misbehave", () => {
  for (const [name, run] of Object.entries(handlerCases)) it(name, run);
});
