import type { MailProof, User } from "@latchkey/client";
import { useState } from "react";
import { useMailedToken } from "../mailed-token/use-mailed-token.ts";
import { useAccount } from "../sentences/use-account.ts";
import { useSubmission, type Submission, type SubmissionOptions } from "../submission/use-submission.ts";

/** Options of `useVerifyEmail()` and `useConfirmEmail()`. */
export interface MailProofOptions extends Pick<SubmissionOptions<User>, "onSuccess"> {
  /** The token of the mail. Default: that of the page's address. */
  readonly token?: string | undefined;
}

/** What `useVerifyEmail().submit` and `useConfirmEmail().submit` take. */
export interface MailProofFields {
  /** The password of the account, once `needsPassword` is true. */
  readonly password?: string | undefined;
}

/** What the page behind the link of a mail stands on. `errors` has `password`. */
export interface MailProofSubmission extends Submission<MailProofFields> {
  /** Whether the link is no good: the address has no token, or the server refused it. */
  readonly isDead: boolean;
  /** Whether the password is needed too, because the account of the link is not signed in here. */
  readonly needsPassword: boolean;
}

/** Spends the token of a mail, and asks for the password where the server wants one. */
export function useMailProof(
  prove: (proof: MailProof) => Promise<User>,
  options: MailProofOptions = {},
): MailProofSubmission {
  const { currentPasswordWrong } = useAccount();
  const token = useMailedToken(options.token);
  const [needsPassword, setNeedsPassword] = useState(false);
  const submission = useSubmission(({ password }: MailProofFields) => prove({ token: token ?? "", password }), {
    onSuccess: options.onSuccess,
    onError({ code }) {
      if (code !== "unauthenticated") return false;
      setNeedsPassword(true);
      return true;
    },
    fieldOf: ({ code, field }) => (code === "invalid_credentials" ? "password" : field),
    sentenceOf: ({ code }) => (code === "invalid_credentials" ? currentPasswordWrong : undefined),
  });
  const isDead = token === null || submission.error?.code === "invalid_token";
  return { ...submission, isDead, needsPassword };
}
