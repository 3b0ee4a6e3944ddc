import { tellBorders } from "./borders.suite.ts";
import { tellForms } from "./forms.suite.ts";
import { tellHostile } from "./hostile.suite.ts";
import { tellLife } from "./life.suite.ts";
import { tellProofs } from "./proof.suite.ts";

/** What holds on every runtime. */
export const suites: Readonly<Record<string, () => void>> = {
  "the life of an account": tellLife,
  "forms that are refused": tellForms,
  "recent proof": tellProofs,
  "what others may try": tellBorders,
  "what somebody wrote": tellHostile,
};
