"use client";

import type { User } from "@latchkey/client";
import { useAuth } from "../session/use-auth.ts";
import { useSubmission, type Submission, type SubmissionOptions } from "../submission/use-submission.ts";
import { useCurrentPassword } from "./use-current-password.ts";

/** What `useChangePassword().submit` takes. */
export interface ChangePasswordFields {
  /** The current password. */
  readonly currentPassword: string;
  /** The new one. */
  readonly newPassword: string;
}

/**
 * Changes the password. All other sessions end. `errors` has `currentPassword` and `newPassword`.
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
  return useSubmission(useAuth().password.change, { ...options, ...useCurrentPassword() });
}
