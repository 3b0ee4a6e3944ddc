"use client";

import { useAuth } from "../session/use-auth.ts";
import { useSubmission, type Submission, type SubmissionOptions } from "../submission/use-submission.ts";

/** What `useForgotPassword().submit` takes. */
export interface ForgotPasswordFields {
  /** The address of the account. */
  readonly email: string;
}

/**
 * Sends a mail with a link to choose a new password. `errors` has `email`.
 *
 * @example
 * ```ts
 * import { useForgotPassword } from "@latchkey/react";
 *
 * const { submit, pending, done, errors } = useForgotPassword();
 * ```
 */
export function useForgotPassword(
  options: Pick<SubmissionOptions<void>, "onSuccess" | "onError"> = {},
): Submission<ForgotPasswordFields> {
  return useSubmission(useAuth().password.forgot, options);
}
