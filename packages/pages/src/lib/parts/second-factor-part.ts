import { secondFactorSection, type FactorTools } from "../account/second-factor.ts";
import type { Part } from "./part.ts";
import { requiredSetupPage } from "./required-setup.ts";
import { secondFactorPage, type StepTools } from "./second-factor.ts";

/** The second factor: the second step of signing in, setting it up there, and a section of the account. */
export function secondFactorPart(tools: FactorTools & StepTools): Part {
  return {
    pages: [secondFactorPage(tools), requiredSetupPage(tools.factor)],
    sections: [secondFactorSection(tools)],
  };
}
