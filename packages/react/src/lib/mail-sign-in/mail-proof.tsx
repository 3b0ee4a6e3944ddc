import { withMailSignIn } from "@latchkey/client";
import { fill } from "@latchkey/locales/fill";
import type { ReactElement } from "react";
import { ActionButton } from "../form/action-button.tsx";
import { Form } from "../form/form.tsx";
import { SubmitButton } from "../form/submit-button.tsx";
import { textOf } from "../form/text-of.ts";
import { Text } from "../form/text.tsx";
import { useClassNames } from "../provider/use-class-names.ts";
import type { ProofProps } from "../provider/way-in.ts";
import { useAccount } from "../sentences/use-account.ts";
import { useAuth } from "../session/use-auth.ts";
import { useUser } from "../session/use-session.ts";
import { useSubmission } from "../submission/use-submission.ts";
import { MailCodeField } from "./mail-code-field.tsx";

/** Proves it by a code that is mailed to the user. */
export function MailProof({ isFirst, onProved }: ProofProps): ReactElement {
  const classes = useClassNames();
  const account = useAccount();
  const client = withMailSignIn(useAuth());
  const email = useUser()?.email ?? "";
  const request = useSubmission(() => client.requestMailProof(), { fieldOf: () => undefined });
  const confirm = useSubmission(client.confirmMailProof, { onSuccess: onProved });
  if (!request.done)
    return (
      <div className={classes("ways-in")}>
        <ActionButton pending={request.pending} autoFocus={isFirst} onPress={() => request.submit(undefined)}>
          {fill(account.proofMailSend, { email })}
        </ActionButton>
        <div role="alert">{request.formError && <p className={classes("alert")}>{request.formError}</p>}</div>
      </div>
    );
  return (
    <>
      <Text>{fill(account.proofMailSent, { email })}</Text>
      <Form
        submission={confirm}
        onSubmit={(data) => confirm.submit({ code: textOf(data, "code") })}
        busy={account.busy}
      >
        <MailCodeField label={account.proofMailCode} autoFocus />
        <SubmitButton busy={account.busy}>{account.proofButton}</SubmitButton>
      </Form>
    </>
  );
}
