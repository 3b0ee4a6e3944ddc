"use client";

import { useCurrentPassword } from "../proof/use-current-password.ts";
import { useStepUp } from "../proof/use-step-up.tsx";
import { useAuth } from "../session/use-auth.ts";
import { useSubmission, type Submission, type SubmissionOptions } from "../submission/use-submission.ts";

/** What `useChangeEmail().submit` takes. */
export interface ChangeEmailFields {
  /** The new address. */
  readonly email: string;
  /** The current password, if a form asks for it itself. Default: a dialog asks, where the server wants a proof. */
  readonly currentPassword?: string | undefined;
}

/**
 * Sends a mail to a new address. A dialog asks for a recent proof where the server wants one. `errors` has `email`.
 *
 * @example
 * ```ts
 * import { useChangeEmail } from "@latchkey/react";
 *
 * const { submit, pending, done, errors } = useChangeEmail();
 * ```
 */
export function useChangeEmail(
  options: Pick<SubmissionOptions<void>, "onSuccess" | "onError"> = {},
): Submission<ChangeEmailFields> {
  return useSubmission(useStepUp()(useAuth().email.change), { ...options, ...useCurrentPassword() });
}
