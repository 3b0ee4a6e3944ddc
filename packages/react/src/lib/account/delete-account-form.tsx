"use client";

import { useState, type ReactElement } from "react";
import { ActionButton } from "../form/action-button.tsx";
import type { FormContents } from "../form/form-contents.ts";
import { Form } from "../form/form.tsx";
import { Outcome } from "../form/outcome.tsx";
import { Panel, type PanelProps } from "../form/panel.tsx";
import { SubmitButton } from "../form/submit-button.tsx";
import { textOf } from "../form/text-of.ts";
import { Text } from "../form/text.tsx";
import { useOffer } from "../methods/use-methods.ts";
import { PasswordInForm } from "../proof/password-in-form.tsx";
import { useCurrentPassword } from "../proof/use-current-password.ts";
import { useStepUp } from "../proof/use-step-up.tsx";
import { useClassNames } from "../provider/use-class-names.ts";
import { useAccount } from "../sentences/use-account.ts";
import { useAuth } from "../session/use-auth.ts";
import { useSubmission, type Submission, type SubmissionOptions } from "../submission/use-submission.ts";

/** What `useDeleteAccount().submit` takes. */
export interface DeleteAccountFields {
  /** The current password, if a form asks for it itself. Default: a dialog asks, where the server wants a proof. */
  readonly currentPassword?: string | undefined;
}

/** Properties of `<DeleteAccountForm>`. */
export interface DeleteAccountFormProps extends PanelProps {
  /** Called when the account is gone: go on to another page. */
  readonly onSuccess?: (() => void) | undefined;
  /** More fields, or a function that shows the form in its own way. */
  readonly children?: FormContents<Submission<DeleteAccountFields | void>>;
}

/**
 * Deletes the account of the user. A dialog asks for a recent proof where the server wants one: ask before whether the
 * account shall really go.
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
): Submission<DeleteAccountFields | void> {
  const { account } = useAuth();
  const erase = useStepUp()((fields: DeleteAccountFields | void) => account.delete(fields ?? {}));
  return useSubmission(erase, { ...options, ...useCurrentPassword() });
}

/**
 * Deletes the account of the user, who is asked twice, and for a recent proof where the server wants one. Shows nothing
 * if the server does not offer that.
 *
 * @example
 * ```tsx
 * import { DeleteAccountForm } from "@latchkey/react";
 *
 * <DeleteAccountForm onSuccess={() => location.assign("/")} />;
 * ```
 */
export function DeleteAccountForm({ onSuccess, children, ...panel }: DeleteAccountFormProps): ReactElement | null {
  const classes = useClassNames();
  const account = useAccount();
  const isOffered = useOffer("ownAccount");
  const submission = useDeleteAccount({ onSuccess });
  const [isOpen, setOpen] = useState(false);
  if (typeof children === "function") return <>{children(submission)}</>;
  if (!isOffered) return null;
  const send = (data: FormData) => submission.submit({ currentPassword: textOf(data, "currentPassword") || undefined });
  return (
    <Panel isWide name={account.deleteTitle} {...panel}>
      {submission.done ? (
        <Outcome>{account.deleteDone}</Outcome>
      ) : (
        <>
          <Text>{account.deleteText}</Text>
          {isOpen ? (
            <Form submission={submission} onSubmit={send} busy={account.busy}>
              <PasswordInForm />
              {children}
              <div className={classes("actions")}>
                <SubmitButton part="danger" busy={account.busy}>
                  {account.deleteButton}
                </SubmitButton>
                <ActionButton
                  // The button that was here is gone. This one does no harm.
                  autoFocus
                  onPress={() => setOpen(false)}
                >
                  {account.cancel}
                </ActionButton>
              </div>
            </Form>
          ) : (
            <ActionButton isOpen={false} onPress={() => setOpen(true)}>
              {account.deleteTitle}
            </ActionButton>
          )}
        </>
      )}
    </Panel>
  );
}
