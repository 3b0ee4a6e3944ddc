"use client";

import type { ReactElement } from "react";
import { useAuthContext } from "../provider/auth-context.ts";
import { useClassNames } from "../provider/use-class-names.ts";
import type { WayIn } from "../provider/way-in.ts";
import { useForms } from "../sentences/use-forms.ts";
import { MailProof } from "./mail-proof.tsx";

/**
 * Signing in by mail, for `ways` of `<AuthProvider>`: `<SignInForm>` leads to `links.mailSignIn`, the page with
 * `<MailSignInForm>`, and the dialog that asks for a recent proof takes a mailed code.
 *
 * @example
 * ```tsx
 * import { AuthProvider, mailSignIn, SignInForm } from "@latchkey/react";
 *
 * <AuthProvider ways={[mailSignIn]} links={{ mailSignIn: "/mail-sign-in" }}>
 *   <SignInForm />
 * </AuthProvider>;
 * ```
 */
export const mailSignIn: WayIn = {
  isOffered: (methods) => methods.mailSignIn !== undefined,
  SignIn: MailSignInLink,
  // Everybody has an address.
  proof: { method: "mail", isThere: async () => true, Proof: MailProof },
};

function MailSignInLink(): ReactElement | null {
  const { links, Link } = useAuthContext();
  const classes = useClassNames();
  const { mailSignInTitle } = useForms();
  if (!links.mailSignIn) return null;
  return (
    <Link href={links.mailSignIn} className={classes("secondary")}>
      {mailSignInTitle}
    </Link>
  );
}
