"use client";

import { useCurrentPassword } from "../password/use-current-password.ts";
import { useAuth } from "../session/use-auth.ts";
import { useSubmission, type Submission, type SubmissionOptions } from "../submission/use-submission.ts";

/** What `useChangeEmail().submit` takes. */
export interface ChangeEmailFields {
  /** The new address. */
  readonly email: string;
  /** The current password. */
  readonly currentPassword: string;
}

/**
 * Sends a mail to a new address. `errors` has `email` and `currentPassword`.
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
  return useSubmission(useAuth().email.change, { ...options, ...useCurrentPassword() });
}
