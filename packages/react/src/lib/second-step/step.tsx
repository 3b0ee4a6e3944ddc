import type { ReactElement } from "react";
import type { StepProps } from "../provider/way-in.ts";
import { RequiredSetupForm } from "./required-setup.tsx";
import { SecondFactorForm } from "./second-factor-form.tsx";

/** The second step of signing in: a code, or setting up what codes come from. */
export function Step({ error, ...step }: StepProps): ReactElement {
  return error.code === "second_factor_required" ? (
    <SecondFactorForm ticket={error.ticket} {...step} />
  ) : (
    <RequiredSetupForm ticket={error.ticket} {...step} />
  );
}
