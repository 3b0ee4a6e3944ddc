"use client";

import { LatchkeyError, withPasskeys, type User } from "@latchkey/client";
import { useEffect, useRef, useState } from "react";
import { usePasskeySentences } from "../sentences/use-passkey-sentences.ts";
import { useAuth } from "../session/use-auth.ts";
import { useFinishLink } from "../social/use-finish-link.ts";
import { useSubmission, type Submission, type SubmissionOptions } from "../submission/use-submission.ts";
import { ifDenied } from "./if-denied.ts";
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
  const { notUsed } = usePasskeySentences();
  const [round, setRound] = useState(0);
  /** Whether autofill has ended, and nothing was picked. */
  const hasEnded = useRef(false);
  const finish = async (signIn: () => Promise<User>): Promise<User> => {
    const user = await signIn();
    await finishLink();
    return user;
  };
  const submission = useSubmission(finish, {
    onSuccess: options.onSuccess,
    onError: options.onError,
    fieldOf: () => undefined,
    sentenceOf: ifDenied(notUsed),
  });
  const latest = useRef(submission.submit);
  useEffect(() => void (latest.current = submission.submit));

  useEffect(() => {
    if (!autofill || !canUsePasskeys()) return;
    const controller = new AbortController();
    const { signal } = controller;
    let isPicked = false;
    hasEnded.current = false;
    withPasskeys(client)
      .signInWithPasskey({ autofill: true, signal, onPick: () => (isPicked = true) })
      .then(
        (user) => latest.current(async () => user),
        (error) => {
          if (signal.aborted || !(error instanceof LatchkeyError)) return;
          // Nobody has asked for anything yet: only what became of a passkey that somebody picked is said.
          hasEnded.current = !isPicked;
          if (!isPicked) return;
          void latest.current(() => Promise.reject(error));
          // Another passkey may fit.
          setRound((before) => before + 1);
        },
      );
    return () => controller.abort();
  }, [autofill, client, round]);

  const submit = async (): Promise<boolean> => {
    const isDone = await submission.submit(() => withPasskeys(client).signInWithPasskey());
    // What has ended autofill may be over by now.
    if (!isDone && hasEnded.current) setRound((before) => before + 1);
    return isDone;
  };
  return { ...submission, submit };
}
