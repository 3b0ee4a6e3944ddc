"use client";

import { withMailSignIn, type User } from "@latchkey/client";
import { useMemo, useState } from "react";
import { useMailedToken } from "../mailed-token/use-mailed-token.ts";
import { useAuth } from "../session/use-auth.ts";
import { useFinishLink } from "../social/use-finish-link.ts";
import { useSubmission, type Submission, type SubmissionOptions } from "../submission/use-submission.ts";

/** Options of `useMailSignIn()`. */
export interface MailSignInOptions extends Pick<SubmissionOptions<User>, "onSuccess" | "onError"> {
  /** The token of the mail. Default: that of the page's address. */
  readonly token?: string | undefined;
}

/** What `useMailSignIn().request.submit` takes. */
export interface MailRequestFields {
  /** The address that the mail goes to. */
  readonly email: string;
}

/** What `useMailSignIn().enter.submit` takes. */
export interface MailCodeFields {
  /** The six digits of the mail. */
  readonly code: string;
}

/** What a page to sign in by mail stands on. */
export interface MailSignIn {
  /**
   * What comes next: `"link"`, if the address of the page has a token; else `"address"`, and `"code"` once the mail is
   * on its way.
   */
  readonly step: "address" | "code" | "link";
  /** Asks for a mail. `errors` has `email`. */
  readonly request: Submission<MailRequestFields>;
  /** Signs in by the code. `errors` has `code`. */
  readonly enter: Submission<MailCodeFields>;
  /** Signs in by the token in the address of the page. Let a button do it: mail scanners open links. */
  readonly follow: Submission<void>;
  /** Where the mail went. */
  readonly email: string;
  /** Goes back to the address, for another mail. */
  again(): void;
}

/**
 * Signs in by the link or the code of a mail.
 *
 * @example
 * ```ts
 * import { useMailSignIn } from "@latchkey/react";
 *
 * const { step, request, enter, follow, again } = useMailSignIn({ onSuccess: () => location.assign("/") });
 * ```
 */
export function useMailSignIn({ token: given, ...options }: MailSignInOptions = {}): MailSignIn {
  const client = useAuth();
  const byMail = useMemo(() => withMailSignIn(client), [client]);
  const finishLink = useFinishLink();
  const token = useMailedToken(given);
  const [email, setEmail] = useState("");
  const [isAnew, setAnew] = useState(false);
  const request = useSubmission(async (input: MailRequestFields) => {
    await byMail.requestMailSignIn(input);
    setEmail(input.email.trim());
  });
  const signIn = async (proof: { readonly token: string } | MailCodeFields): Promise<User> => {
    const user = await byMail.confirmMailSignIn(proof);
    await finishLink();
    return user;
  };
  const enter = useSubmission(({ code }: MailCodeFields) => signIn({ code }), options);
  // A link that is no good is about no field.
  const follow = useSubmission(() => signIn({ token: token ?? "" }), { ...options, fieldOf: () => undefined });
  const isLink = typeof token === "string" && !isAnew;
  return {
    step: isLink ? "link" : request.done ? "code" : "address",
    request,
    enter,
    follow,
    email,
    again() {
      setAnew(true);
      request.reset();
      enter.reset();
    },
  };
}
