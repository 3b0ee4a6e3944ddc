"use client";

import type { User } from "@latchkey/client";
import type { ReactElement } from "react";
import type { FormContents } from "../form/form-contents.ts";
import { useForms } from "../sentences/use-forms.ts";
import { useAuth } from "../session/use-auth.ts";
import { MailProofForm, type MailProofProps } from "./mail-proof-form.tsx";
import { useMailProof, type MailProofOptions, type MailProofSubmission } from "./use-mail-proof.ts";

/** Properties of `<VerifyEmail>`. */
export interface VerifyEmailProps extends MailProofProps {
  /** Called when the address is confirmed and its user signed in. */
  readonly onSuccess?: ((user: User) => void) | undefined;
  /** More fields, or a function that shows the form in its own way. */
  readonly children?: FormContents<MailProofSubmission>;
}

/**
 * Confirms the address by the token of a mail.
 *
 * @example
 * ```ts
 * import { useVerifyEmail } from "@latchkey/react";
 *
 * const { submit, isDead, needsPassword, errors } = useVerifyEmail();
 * ```
 */
export function useVerifyEmail(options: MailProofOptions = {}): MailProofSubmission {
  return useMailProof(useAuth().email.verify, options);
}

/**
 * The page behind the link of a mail that confirms an address: a button, and a password where nobody is signed in.
 *
 * @example
 * ```tsx
 * import { VerifyEmail } from "@latchkey/react";
 *
 * <VerifyEmail links={{ account: "/account" }} />;
 * ```
 */
export function VerifyEmail({ token, onSuccess, children, links, ...panel }: VerifyEmailProps): ReactElement {
  const forms = useForms();
  const proof = useVerifyEmail({ token, onSuccess });
  if (typeof children === "function") return <>{children(proof)}</>;
  const texts = {
    title: forms.verifyTitle,
    text: forms.verifyText,
    button: forms.verifyButton,
    busy: forms.verifyBusy,
    done: forms.verifyDone,
  };
  return (
    <MailProofForm proof={proof} texts={texts} links={links} {...panel}>
      {children}
    </MailProofForm>
  );
}
