"use client";

import { fill } from "@latchkey/locales/fill";
import { useState, type ReactElement } from "react";
import type { FormContents } from "../form/form-contents.ts";
import { Form } from "../form/form.tsx";
import { Panel, type PanelProps } from "../form/panel.tsx";
import { PasswordField } from "../form/password-field.tsx";
import { SubmitButton } from "../form/submit-button.tsx";
import { textOf } from "../form/text-of.ts";
import { Text } from "../form/text.tsx";
import { useMethods, useOffer } from "../methods/use-methods.ts";
import { CurrentPasswordField } from "../proof/current-password-field.tsx";
import { useAccount } from "../sentences/use-account.ts";
import { useKnownIdentities } from "../social/use-known-identities.ts";
import type { Submission } from "../submission/use-submission.ts";
import { useChangePassword, type ChangePasswordFields } from "./use-change-password.ts";

/** Properties of `<ChangePasswordForm>`. */
export interface ChangePasswordFormProps extends PanelProps {
  /** Called when the password is changed. */
  readonly onSuccess?: (() => void) | undefined;
  /** More fields, or a function that shows the form in its own way. */
  readonly children?: FormContents<Submission<ChangePasswordFields>>;
}

/**
 * Changes the password of the user, or sets the first one of a user without any. Shows nothing if the server does not
 * offer that.
 *
 * @example
 * ```tsx
 * import { ChangePasswordForm } from "@latchkey/react";
 *
 * <ChangePasswordForm />;
 * ```
 */
export function ChangePasswordForm(props: ChangePasswordFormProps): ReactElement | null {
  const { onSuccess, children, ...panel } = props;
  const account = useAccount();
  const { methods } = useMethods();
  const isOffered = useOffer("passwordChange");
  const { known, change } = useKnownIdentities();
  // Until the server has said so, everybody has one.
  const isFirst = known?.hasPassword === false;
  const [done, setDone] = useState("");
  const submission = useChangePassword({
    onSuccess() {
      setDone(isFirst ? account.passwordSetDone : account.passwordDone);
      change((before) => ({ ...before, hasPassword: true }));
      onSuccess?.();
    },
  });
  if (typeof children === "function") return <>{children(submission)}</>;
  if (!isOffered) return null;
  const send = (data: FormData) =>
    submission.submit({
      ...(!isFirst && { currentPassword: textOf(data, "currentPassword") }),
      newPassword: textOf(data, "newPassword"),
    });
  return (
    <Panel isWide name={isFirst ? account.passwordSetTitle : account.passwordTitle} {...panel}>
      {isFirst && <Text>{account.passwordSetText}</Text>}
      <Form submission={submission} onSubmit={send} busy={account.busy} outcome={submission.done && done}>
        {!isFirst && <CurrentPasswordField />}
        <PasswordField
          name="newPassword"
          label={account.newPassword}
          hint={fill(account.passwordHint, { minLength: methods?.password?.minLength ?? 8 })}
          autoComplete="new-password"
          required
        />
        {children}
        <SubmitButton busy={account.busy}>{isFirst ? account.passwordSetButton : account.passwordButton}</SubmitButton>
      </Form>
    </Panel>
  );
}
