"use client";

import type { User } from "@latchkey/client";
import { fill } from "@latchkey/locales/fill";
import type { ReactElement } from "react";
import type { FormContents } from "../form/form-contents.ts";
import { Form } from "../form/form.tsx";
import { Outcome } from "../form/outcome.tsx";
import { Panel, type PanelProps } from "../form/panel.tsx";
import { PasswordField } from "../form/password-field.tsx";
import { SubmitButton } from "../form/submit-button.tsx";
import { textOf } from "../form/text-of.ts";
import { Text } from "../form/text.tsx";
import { useLinks } from "../form/use-links.ts";
import { DeadLink } from "../mailed-token/dead-link.tsx";
import { useMethods } from "../methods/use-methods.ts";
import type { Links } from "../provider/links.ts";
import { useForms } from "../sentences/use-forms.ts";
import { useSignInSteps } from "../ways/use-sign-in-steps.ts";
import { useResetPassword, type ResetPassword } from "./use-reset-password.ts";

/** Properties of `<ResetPasswordForm>`. */
export interface ResetPasswordFormProps extends PanelProps {
  /** The token of the mail. Default: that of the page's address, from `?token=…` or `#…`. */
  readonly token?: string | undefined;
  /** Called when the password is set and its user signed in: go on to the next page. */
  readonly onSuccess?: ((user: User) => void) | undefined;
  /** The page to link to, beside those of the provider. */
  readonly links?: Pick<Links, "forgotPassword"> | undefined;
  /** More fields, or a function that shows the form in its own way. */
  readonly children?: FormContents<ResetPassword>;
}

/**
 * Sets a new password by the link of a mail, and signs in.
 *
 * @example
 * ```tsx
 * import { ResetPasswordForm } from "@latchkey/react";
 *
 * <ResetPasswordForm onSuccess={() => location.assign("/")} />;
 * ```
 */
export function ResetPasswordForm(props: ResetPasswordFormProps): ReactElement {
  const { token, onSuccess, links: own, children, ...panel } = props;
  const forms = useForms();
  const links = useLinks(own);
  const { methods } = useMethods();
  const steps = useSignInSteps(onSuccess);
  const reset = useResetPassword({ token, onSuccess: steps.finish, onError: steps.onError });
  if (typeof children === "function") return <>{children(reset)}</>;
  // The new password is set, and a second factor is still asked for.
  if (steps.next && !steps.isDone) {
    const { Step, error } = steps.next;
    return <Step error={error} onSuccess={steps.finish} onCancel={steps.leave} {...panel} />;
  }
  const send = (data: FormData) => reset.submit({ password: textOf(data, "password") });
  const contents = () => {
    if (steps.isDone) return <Outcome>{forms.resetDone}</Outcome>;
    if (reset.isDead) return <DeadLink newLink={links.forgotPassword} />;
    return (
      <>
        <Text>{forms.resetText}</Text>
        <Form submission={reset} onSubmit={send} busy={forms.resetBusy}>
          <PasswordField
            name="password"
            label={forms.newPassword}
            hint={fill(forms.passwordHint, { minLength: methods?.password?.minLength ?? 8 })}
            autoComplete="new-password"
            required
          />
          {children}
          <SubmitButton busy={forms.resetBusy}>{forms.resetButton}</SubmitButton>
        </Form>
      </>
    );
  };
  return (
    <Panel name={forms.resetTitle} {...panel}>
      {contents()}
    </Panel>
  );
}
