"use client";

import type { ReactElement } from "react";
import { Field } from "../form/field.tsx";
import type { FormContents } from "../form/form-contents.ts";
import { Form } from "../form/form.tsx";
import { LinkList } from "../form/link-list.tsx";
import { Outcome } from "../form/outcome.tsx";
import { Panel, type PanelProps } from "../form/panel.tsx";
import { SubmitButton } from "../form/submit-button.tsx";
import { textOf } from "../form/text-of.ts";
import { Text } from "../form/text.tsx";
import { useLinks } from "../form/use-links.ts";
import type { Links } from "../provider/links.ts";
import { useForms } from "../sentences/use-forms.ts";
import type { Submission } from "../submission/use-submission.ts";
import { useForgotPassword, type ForgotPasswordFields } from "./use-forgot-password.ts";

/** Properties of `<ForgotPasswordForm>`. */
export interface ForgotPasswordFormProps extends PanelProps {
  /** Called when the mail is on its way, if the address has an account. */
  readonly onSuccess?: (() => void) | undefined;
  /** The page to link to, beside those of the provider. */
  readonly links?: Pick<Links, "signIn"> | undefined;
  /** More fields, or a function that shows the form in its own way. */
  readonly children?: FormContents<Submission<ForgotPasswordFields>>;
}

/**
 * Sends a mail with a link to choose a new password. What it says does not show whether there is an account.
 *
 * @example
 * ```tsx
 * import { ForgotPasswordForm } from "@latchkey/react";
 *
 * <ForgotPasswordForm links={{ signIn: "/sign-in" }} />;
 * ```
 */
export function ForgotPasswordForm(props: ForgotPasswordFormProps): ReactElement {
  const { onSuccess, links: own, children, ...panel } = props;
  const forms = useForms();
  const links = useLinks(own);
  const submission = useForgotPassword({ onSuccess });
  if (typeof children === "function") return <>{children(submission)}</>;
  const send = (data: FormData) => submission.submit({ email: textOf(data, "email") });
  return (
    <Panel name={forms.forgotTitle} {...panel}>
      {submission.done ? (
        <Outcome>{forms.forgotDone}</Outcome>
      ) : (
        <>
          <Text>{forms.forgotText}</Text>
          <Form submission={submission} onSubmit={send} busy={forms.forgotBusy}>
            <Field name="email" type="email" label={forms.email} autoComplete="username" spellCheck={false} required />
            {children}
            <SubmitButton busy={forms.forgotBusy}>{forms.forgotButton}</SubmitButton>
          </Form>
        </>
      )}
      <LinkList links={[[links.signIn, forms.backToSignIn]]} />
    </Panel>
  );
}
