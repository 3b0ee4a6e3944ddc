"use client";

import type { LatchkeyError, Methods, User } from "@latchkey/client";
import { useMethods } from "../methods/use-methods.ts";
import { useAuth } from "../session/use-auth.ts";
import { useFinishLink } from "../social/use-finish-link.ts";
import { useSubmission, type Submission, type SubmissionOptions } from "../submission/use-submission.ts";

/** What `useSignIn().submit` takes. */
export interface SignInFields {
  /** The e-mail address, or the user name where the server has them. */
  readonly identifier: string;
  /** The password. */
  readonly password: string;
}

/** What a form to sign in stands on. `errors` has `identifier` and `password`. */
export interface SignIn extends Submission<SignInFields> {
  /** What the server offers. `null`: not known yet. */
  readonly methods: Methods | null;
}

/**
 * Signs in by e-mail address or user name. If somebody has come back from a provider with `?error=link_required`, the
 * account there is connected then.
 *
 * @example
 * ```ts
 * import { useSignIn } from "@latchkey/react";
 *
 * const { submit, pending, errors, formError } = useSignIn({ onSuccess: () => location.assign("/") });
 * ```
 */
export function useSignIn(options: Pick<SubmissionOptions<User>, "onSuccess" | "onError"> = {}): SignIn {
  const client = useAuth();
  const { methods } = useMethods();
  const finishLink = useFinishLink();
  const signIn = async ({ identifier, password }: SignInFields): Promise<User> => {
    const isAddress = identifier.includes("@") || !(methods ?? (await client.methods())).username;
    const user = await client.signIn(
      isAddress ? { email: identifier, password } : { username: identifier.trim(), password },
    );
    await finishLink();
    return user;
  };
  return { ...useSubmission(signIn, { ...options, fieldOf }), methods };
}

function fieldOf({ code, field }: LatchkeyError): string | undefined {
  if (code === "invalid_credentials") return "password";
  return field === "email" || field === "username" ? "identifier" : field;
}
