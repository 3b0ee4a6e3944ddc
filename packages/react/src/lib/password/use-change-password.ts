"use client";

import type { User } from "@latchkey/client";
import { useAuth } from "../session/use-auth.ts";
import { useSubmission, type Submission, type SubmissionOptions } from "../submission/use-submission.ts";
import { useCurrentPassword } from "../proof/use-current-password.ts";
import { useStepUp } from "../proof/use-step-up.tsx";

/** What `useChangePassword().submit` takes. */
export interface ChangePasswordFields {
  /** The current password. Only a user without one leaves it out. */
  readonly currentPassword?: string | undefined;
  /** The new one. */
  readonly newPassword: string;
}

/**
 * Changes the password, or sets the first one of a user without any: a dialog then asks for a recent proof where the
 * server wants one. All other sessions end. `errors` has `currentPassword` and `newPassword`.
 *
 * @example
 * ```ts
 * import { useChangePassword } from "@latchkey/react";
 *
 * const { submit, pending, done, errors } = useChangePassword();
 * ```
 */
export function useChangePassword(
  options: Pick<SubmissionOptions<User>, "onSuccess" | "onError"> = {},
): Submission<ChangePasswordFields> {
  return useSubmission(useStepUp()(useAuth().password.change), { ...options, ...useCurrentPassword() });
}
