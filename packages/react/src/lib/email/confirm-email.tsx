"use client";

import type { User } from "@latchkey/client";
import type { ReactElement } from "react";
import type { FormContents } from "../form/form-contents.ts";
import { useForms } from "../sentences/use-forms.ts";
import { useAuth } from "../session/use-auth.ts";
import { MailProofForm, type MailProofProps } from "./mail-proof-form.tsx";
import { useMailProof, type MailProofOptions, type MailProofSubmission } from "./use-mail-proof.ts";

/** Properties of `<ConfirmEmail>`. */
export interface ConfirmEmailProps extends MailProofProps {
  /** Called when the address has changed. */
  readonly onSuccess?: ((user: User) => void) | undefined;
  /** More fields, or a function that shows the form in its own way. */
  readonly children?: FormContents<MailProofSubmission>;
}

/**
 * Changes to a new address by the token of a mail.
 *
 * @example
 * ```ts
 * import { useConfirmEmail } from "@latchkey/react";
 *
 * const { submit, isDead, needsPassword, errors } = useConfirmEmail();
 * ```
 */
export function useConfirmEmail(options: MailProofOptions = {}): MailProofSubmission {
  return useMailProof(useAuth().email.confirm, options);
}

/**
 * The page behind the link of a mail that confirms a new address: a button, and a password where nobody is signed in.
 *
 * @example
 * ```tsx
 * import { ConfirmEmail } from "@latchkey/react";
 *
 * <ConfirmEmail links={{ account: "/account" }} />;
 * ```
 */
export function ConfirmEmail({ token, onSuccess, children, links, ...panel }: ConfirmEmailProps): ReactElement {
  const forms = useForms();
  const proof = useConfirmEmail({ token, onSuccess });
  if (typeof children === "function") return <>{children(proof)}</>;
  const texts = {
    title: forms.confirmEmailTitle,
    text: forms.confirmEmailText,
    button: forms.confirmEmailButton,
    busy: forms.confirmEmailBusy,
    done: forms.confirmEmailDone,
  };
  return (
    <MailProofForm proof={proof} texts={texts} links={links} {...panel}>
      {children}
    </MailProofForm>
  );
}
