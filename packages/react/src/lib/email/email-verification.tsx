"use client";

import type { ReactElement } from "react";
import { Form } from "../form/form.tsx";
import { SubmitButton } from "../form/submit-button.tsx";
import { useOffer } from "../methods/use-methods.ts";
import { useClassNames } from "../provider/use-class-names.ts";
import { Sentence } from "../sentences/sentence.tsx";
import { useAccount } from "../sentences/use-account.ts";
import { useLanguage } from "../sentences/use-language.ts";
import { useAuth } from "../session/use-auth.ts";
import { useUser } from "../session/use-session.ts";
import { useSubmission, type Submission, type SubmissionOptions } from "../submission/use-submission.ts";

/** Properties of `<EmailVerification>`. */
export interface EmailVerificationProps {
  /** A class beside `latchkey-panel`. */
  readonly className?: string | undefined;
}

/**
 * Sends the user a mail with a link to confirm the address.
 *
 * @example
 * ```ts
 * import { useSendVerification } from "@latchkey/react";
 *
 * const { submit, pending, done, formError } = useSendVerification();
 * ```
 */
export function useSendVerification(
  options: Pick<SubmissionOptions<void>, "onSuccess" | "onError"> = {},
): Submission<void> {
  return useSubmission(useAuth().email.sendVerification, options);
}

/**
 * Says that the address of the user is not confirmed yet, and sends the mail once more. Shows nothing once it is
 * confirmed, or if the server does not offer that.
 *
 * @example
 * ```tsx
 * import { EmailVerification } from "@latchkey/react";
 *
 * <EmailVerification />;
 * ```
 */
export function EmailVerification({ className }: EmailVerificationProps): ReactElement | null {
  const classes = useClassNames();
  const account = useAccount();
  const user = useUser();
  const isOffered = useOffer("emailVerification");
  const submission = useSendVerification();
  const lang = useLanguage();
  if (!user || user.emailVerified || !isOffered) return null;
  return (
    <div className={classes("panel", "latchkey-wide", className)} lang={lang}>
      <p className={classes("item-name")}>
        <bdi>{user.email}</bdi> <span className={classes("badge")}>{account.emailNotVerified}</span>
      </p>
      <Form
        submission={submission}
        onSubmit={() => submission.submit()}
        busy={account.busy}
        outcome={submission.done && <Sentence of={account.verifyDone} values={{ email: user.email }} />}
      >
        <SubmitButton part="secondary" busy={account.busy}>
          {account.verifyButton}
        </SubmitButton>
      </Form>
    </div>
  );
}
