"use client";

import { withPasskeys, type JsonObject, type LatchkeyError, type User } from "@latchkey/client";
import { usePasskeySentences } from "../sentences/use-passkey-sentences.ts";
import { useAuth } from "../session/use-auth.ts";
import { useSubmission, type Submission, type SubmissionOptions } from "../submission/use-submission.ts";
import { ifDenied } from "./if-denied.ts";
import { useDeviceName } from "./use-device-name.ts";

/** What `usePasskeySignUp().submit` takes. */
export interface PasskeySignUpFields {
  /** The e-mail address. */
  readonly email: string;
  /** What the application wants to know about the user: a JSON object. */
  readonly metadata?: JsonObject | undefined;
}

/**
 * Creates an account without a password, with a passkey of this device, and signs in. `errors` has `email`, and what
 * `metadata` has.
 *
 * @example
 * ```ts
 * import { usePasskeySignUp } from "@latchkey/react";
 *
 * const { submit, pending, errors, formError } = usePasskeySignUp({ onSuccess: () => location.assign("/welcome") });
 * ```
 */
export function usePasskeySignUp(
  options: Pick<SubmissionOptions<User>, "onSuccess" | "onError"> = {},
): Submission<PasskeySignUpFields> {
  const client = useAuth<any>();
  const name = useDeviceName();
  const { notMade } = usePasskeySentences();
  const signUp = (fields: PasskeySignUpFields): Promise<User> =>
    withPasskeys(client).signUpWithPasskey({ ...fields, name: name() });
  return useSubmission(signUp, { ...options, fieldOf, sentenceOf: ifDenied(notMade) });
}

function fieldOf({ code, field }: LatchkeyError): string | undefined {
  return code === "user_exists" ? "email" : field?.replace(/^metadata\./, "");
}
