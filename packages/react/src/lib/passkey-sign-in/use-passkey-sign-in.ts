"use client";

import { LatchkeyError, withPasskeys, type User } from "@latchkey/client";
import { useEffect, useRef, useState } from "react";
import { useAuth } from "../session/use-auth.ts";
import { useFinishLink } from "../social/use-finish-link.ts";
import { useSubmission, type Submission, type SubmissionOptions } from "../submission/use-submission.ts";
import { canUsePasskeys } from "./use-can-use-passkeys.ts";

/** Options of `usePasskeySignIn()`. */
export interface PasskeySignInOptions extends Pick<SubmissionOptions<User>, "onSuccess" | "onError"> {
  /**
   * Whether the browser offers passkeys in the field with `autocomplete="username webauthn"` while the component is
   * there. Default `false`.
   */
  readonly autofill?: boolean | undefined;
}

/**
 * Signs in with a passkey. If somebody has come back from a provider with `?error=link_required`, the account there is
 * connected then.
 *
 * @example
 * ```ts
 * import { usePasskeySignIn } from "@latchkey/react";
 *
 * const { submit, pending, formError } = usePasskeySignIn({ onSuccess: () => location.assign("/") });
 * // <button onClick={() => submit()}>Sign in with a passkey</button>
 * ```
 */
export function usePasskeySignIn({ autofill = false, ...options }: PasskeySignInOptions = {}): Submission<void> {
  const client = useAuth();
  const finishLink = useFinishLink();
  const [round, setRound] = useState(0);
  const finish = async (signIn: () => Promise<User>): Promise<User> => {
    const user = await signIn();
    await finishLink();
    return user;
  };
  const submission = useSubmission(finish, {
    onSuccess: options.onSuccess,
    onError: options.onError,
    fieldOf: () => undefined,
  });
  const latest = useRef(submission.submit);
  useEffect(() => void (latest.current = submission.submit));

  useEffect(() => {
    if (!autofill || !canUsePasskeys()) return;
    const controller = new AbortController();
    const { signal } = controller;
    withPasskeys(client)
      .signInWithPasskey({ autofill: true, signal })
      .then(
        (user) => latest.current(async () => user),
        (error) => {
          // Nobody has asked for anything yet: only what became of a passkey that somebody picked is said.
          const isSilent = signal.aborted || !(error instanceof LatchkeyError) || SILENT.has(error.code);
          if (isSilent) return;
          void latest.current(() => Promise.reject(error));
          // Another passkey may fit.
          setRound(round + 1);
        },
      );
    return () => controller.abort();
  }, [autofill, client, round]);

  return { ...submission, submit: () => submission.submit(() => withPasskeys(client).signInWithPasskey()) };
}

/** No passkey is there or wanted; the server is away, which a press of the button would tell. */
const SILENT = new Set<string>(["access_denied", "network", "rate_limited", "storage_unavailable", "overloaded"]);
