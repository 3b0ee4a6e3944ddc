import { withSecondFactor } from "@latchkey/client";
import type { ReactElement } from "react";
import { FactorCode, fieldOfCode, type FactorProof } from "../codes/factor-code.tsx";
import { useAccount } from "../sentences/use-account.ts";
import { useFactorSentences } from "../sentences/use-factor-sentences.ts";
import { useAuth } from "../session/use-auth.ts";
import { useSubmission } from "../submission/use-submission.ts";
import type { ProofProps } from "../provider/way-in.ts";

/** Proves it by a code of the app, or a recovery code. */
export function CodeProof({ isFirst, onProved }: ProofProps): ReactElement {
  const account = useAccount();
  const { proof: label } = useFactorSentences();
  const { secondFactor } = withSecondFactor(useAuth());
  const proof = useSubmission(
    ({ code, recoveryCode }: FactorProof) =>
      secondFactor.prove(recoveryCode === undefined ? { code: code ?? "" } : { recoveryCode }),
    { onSuccess: onProved, fieldOf: fieldOfCode },
  );
  return (
    <FactorCode submission={proof} label={label} button={account.proofButton} busy={account.busy} autoFocus={isFirst} />
  );
}
