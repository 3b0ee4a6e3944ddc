"use client";

import type { ReactElement } from "react";
import type { FormContents } from "../form/form-contents.ts";
import { Form } from "../form/form.tsx";
import { Outcome } from "../form/outcome.tsx";
import { Panel, type PanelProps } from "../form/panel.tsx";
import { SubmitButton } from "../form/submit-button.tsx";
import { textOf } from "../form/text-of.ts";
import { Text } from "../form/text.tsx";
import { useOffer } from "../methods/use-methods.ts";
import { CurrentPasswordField } from "../password/current-password-field.tsx";
import { useCurrentPassword } from "../password/use-current-password.ts";
import { useAccount } from "../sentences/use-account.ts";
import { useAuth } from "../session/use-auth.ts";
import { useSubmission, type Submission, type SubmissionOptions } from "../submission/use-submission.ts";

/** What `useDeleteAccount().submit` takes. */
export interface DeleteAccountFields {
  /** The current password. */
  readonly currentPassword: string;
}

/** Properties of `<DeleteAccountForm>`. */
export interface DeleteAccountFormProps extends PanelProps {
  /** Called when the account is gone: go on to another page. */
  readonly onSuccess?: (() => void) | undefined;
  /** More fields, or a function that shows the form in its own way. */
  readonly children?: FormContents<Submission<DeleteAccountFields>>;
}

/**
 * Deletes the account of the user. `errors` has `currentPassword`.
 *
 * @example
 * ```ts
 * import { useDeleteAccount } from "@latchkey/react";
 *
 * const { submit, pending, errors } = useDeleteAccount({ onSuccess: () => location.assign("/") });
 * ```
 */
export function useDeleteAccount(
  options: Pick<SubmissionOptions<void>, "onSuccess" | "onError"> = {},
): Submission<DeleteAccountFields> {
  return useSubmission(useAuth().account.delete, { ...options, ...useCurrentPassword() });
}

/**
 * Deletes the account of the user, who types the password once more. Shows nothing if the server does not offer that.
 *
 * @example
 * ```tsx
 * import { DeleteAccountForm } from "@latchkey/react";
 *
 * <DeleteAccountForm onSuccess={() => location.assign("/")} />;
 * ```
 */
export function DeleteAccountForm({ onSuccess, children, ...panel }: DeleteAccountFormProps): ReactElement | null {
  const account = useAccount();
  const isOffered = useOffer("ownAccount");
  const submission = useDeleteAccount({ onSuccess });
  if (typeof children === "function") return <>{children(submission)}</>;
  if (!isOffered) return null;
  const send = (data: FormData) => submission.submit({ currentPassword: textOf(data, "currentPassword") });
  return (
    <Panel isWide name={account.deleteTitle} {...panel}>
      {submission.done ? (
        <Outcome>{account.deleteDone}</Outcome>
      ) : (
        <>
          <Text>{account.deleteText}</Text>
          <Form submission={submission} onSubmit={send} busy={account.busy}>
            <CurrentPasswordField label={account.proofPassword} />
            {children}
            <SubmitButton part="danger" busy={account.busy}>
              {account.deleteButton}
            </SubmitButton>
          </Form>
        </>
      )}
    </Panel>
  );
}
