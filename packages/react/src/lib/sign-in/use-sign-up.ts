"use client";

import type { LatchkeyError, SignUpInput, User } from "@latchkey/client";
import { useMethods, type OfferedMethods } from "../methods/use-methods.ts";
import { useAuth } from "../session/use-auth.ts";
import { useSubmission, type Submission, type SubmissionOptions } from "../submission/use-submission.ts";

/** What a form to sign up stands on. `errors` has `email`, `username`, `password`, and what `metadata` has. */
export interface SignUp extends Submission<SignUpInput<any>> {
  /** What the server offers. */
  readonly offered: OfferedMethods;
}

/**
 * Creates an account and signs in.
 *
 * @example
 * ```ts
 * import { useSignUp } from "@latchkey/react";
 *
 * const { submit, pending, errors, formError } = useSignUp({ onSuccess: () => location.assign("/welcome") });
 * ```
 */
export function useSignUp(options: Pick<SubmissionOptions<User>, "onSuccess" | "onError"> = {}): SignUp {
  const { signUp } = useAuth<any>();
  const offered = useMethods();
  return { ...useSubmission(signUp, { ...options, fieldOf }), offered };
}

function fieldOf({ code, field }: LatchkeyError): string | undefined {
  return code === "user_exists" ? "email" : field?.replace(/^metadata\./, "");
}
