"use client";

import { useState, type ReactElement } from "react";
import { Field } from "../form/field.tsx";
import type { FormContents } from "../form/form-contents.ts";
import { Form } from "../form/form.tsx";
import { Panel, type PanelProps } from "../form/panel.tsx";
import { SubmitButton } from "../form/submit-button.tsx";
import { textOf } from "../form/text-of.ts";
import { Text } from "../form/text.tsx";
import { useOffer } from "../methods/use-methods.ts";
import { PasswordInForm } from "../proof/password-in-form.tsx";
import { Sentence } from "../sentences/sentence.tsx";
import { useAccount } from "../sentences/use-account.ts";
import type { Submission } from "../submission/use-submission.ts";
import { useChangeEmail, type ChangeEmailFields } from "./use-change-email.ts";

/** Properties of `<ChangeEmailForm>`. */
export interface ChangeEmailFormProps extends PanelProps {
  /** Called when the mail is on its way. */
  readonly onSuccess?: (() => void) | undefined;
  /** More fields, or a function that shows the form in its own way. */
  readonly children?: FormContents<Submission<ChangeEmailFields>>;
}

/**
 * Sends a mail to a new address of the user. Shows nothing if the server does not offer that.
 *
 * @example
 * ```tsx
 * import { ChangeEmailForm } from "@latchkey/react";
 *
 * <ChangeEmailForm />;
 * ```
 */
export function ChangeEmailForm({ onSuccess, children, ...panel }: ChangeEmailFormProps): ReactElement | null {
  const account = useAccount();
  const isOffered = useOffer("emailChange");
  const submission = useChangeEmail({ onSuccess });
  const [email, setEmail] = useState("");
  if (typeof children === "function") return <>{children(submission)}</>;
  if (!isOffered) return null;
  const send = (data: FormData) => {
    setEmail(textOf(data, "email").trim());
    return submission.submit({
      email: textOf(data, "email"),
      currentPassword: textOf(data, "currentPassword") || undefined,
    });
  };
  return (
    <Panel isWide name={account.emailTitle} {...panel}>
      <Text>{account.emailText}</Text>
      <Form
        submission={submission}
        onSubmit={send}
        busy={account.busy}
        outcome={submission.done && <Sentence of={account.emailDone} values={{ email }} />}
      >
        <Field name="email" type="email" label={account.newEmail} autoComplete="email" spellCheck={false} required />
        <PasswordInForm />
        {children}
        <SubmitButton busy={account.busy}>{account.emailButton}</SubmitButton>
      </Form>
    </Panel>
  );
}
