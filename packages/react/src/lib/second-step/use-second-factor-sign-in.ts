"use client";

import { withSecondFactor, type User } from "@latchkey/client";
import { useAuth } from "../session/use-auth.ts";
import { useFinishLink } from "../social/use-finish-link.ts";
import { useSubmission, type Submission, type SubmissionOptions } from "../submission/use-submission.ts";
import { fieldOfCode, type FactorProof } from "../codes/factor-code.tsx";

/** Options of `useSecondFactorSignIn()`. */
export interface SecondFactorSignInOptions extends Pick<SubmissionOptions<User>, "onSuccess" | "onError"> {
  /** `error.ticket` of `second_factor_required`, where tokens are no cookies. In a browser a cookie carries it. */
  readonly ticket?: string | undefined;
}

/**
 * The second step of signing in, after `second_factor_required`: a code of the app, or a recovery code. `errors` has
 * `code` and `recoveryCode`.
 *
 * @example
 * ```ts
 * import { useSecondFactorSignIn } from "@latchkey/react";
 *
 * const { submit, pending, errors } = useSecondFactorSignIn({ onSuccess: () => location.assign("/") });
 * // submit({ code: "123456" })
 * ```
 */
export function useSecondFactorSignIn({ ticket, ...options }: SecondFactorSignInOptions = {}): Submission<FactorProof> {
  const { confirmSecondFactor } = withSecondFactor(useAuth());
  const finishLink = useFinishLink();
  const signIn = async ({ code, recoveryCode, trustDevice }: FactorProof): Promise<User> => {
    const proof = recoveryCode === undefined ? { code: code ?? "" } : { recoveryCode };
    const user = await confirmSecondFactor({ ...proof, trustDevice, ticket });
    await finishLink();
    return user;
  };
  return useSubmission(signIn, { ...options, fieldOf: fieldOfCode });
}
