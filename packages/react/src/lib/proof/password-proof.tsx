import type { ReactElement } from "react";
import { Form } from "../form/form.tsx";
import { SubmitButton } from "../form/submit-button.tsx";
import { textOf } from "../form/text-of.ts";
import { useAccount } from "../sentences/use-account.ts";
import { useAuth } from "../session/use-auth.ts";
import { useSubmission } from "../submission/use-submission.ts";
import { CurrentPasswordField } from "./current-password-field.tsx";
import { useCurrentPassword } from "./use-current-password.ts";
import type { ProofProps } from "../provider/way-in.ts";

/** Proves it by the password. */
export function PasswordProof({ isFirst, onProved }: ProofProps): ReactElement {
  const account = useAccount();
  const proof = useSubmission(useAuth().prove, { ...useCurrentPassword(), onSuccess: onProved });
  return (
    <Form
      submission={proof}
      onSubmit={(data) => proof.submit({ password: textOf(data, "currentPassword") })}
      busy={account.busy}
    >
      <CurrentPasswordField label={account.proofPassword} autoFocus={isFirst} />
      <SubmitButton busy={account.busy}>{account.proofButton}</SubmitButton>
    </Form>
  );
}
