"use client";

import type { User } from "@latchkey/client";
import { useMailedToken } from "../mailed-token/use-mailed-token.ts";
import { useAuth } from "../session/use-auth.ts";
import { useSubmission, type Submission, type SubmissionOptions } from "../submission/use-submission.ts";

/** Options of `useResetPassword()`. */
export interface ResetPasswordOptions extends Pick<SubmissionOptions<User>, "onSuccess" | "onError"> {
  /** The token of the mail. Default: that of the page's address. */
  readonly token?: string | undefined;
}

/** What `useResetPassword().submit` takes. */
export interface ResetPasswordFields {
  /** The new password. */
  readonly password: string;
}

/** What a form to reset the password stands on. `errors` has `password`. */
export interface ResetPassword extends Submission<ResetPasswordFields> {
  /** Whether the link is no good: the address has no token, or the server refused it. */
  readonly isDead: boolean;
}

/**
 * Sets a new password by the token of a mail, and signs in.
 *
 * @example
 * ```ts
 * import { useResetPassword } from "@latchkey/react";
 *
 * const { submit, isDead, errors } = useResetPassword({ onSuccess: () => location.assign("/") });
 * ```
 */
export function useResetPassword(options: ResetPasswordOptions = {}): ResetPassword {
  const { password: passwords } = useAuth();
  const token = useMailedToken(options.token);
  const reset = ({ password }: ResetPasswordFields) => passwords.reset({ token: token ?? "", password });
  const submission = useSubmission(reset, options);
  return { ...submission, isDead: token === null || submission.error?.code === "invalid_token" };
}
