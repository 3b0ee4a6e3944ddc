import { ResetPasswordForm, SignedIn } from "@latchkey/react";
import Link from "next/link";

export default function ResetPassword() {
  return (
    <>
      <ResetPasswordForm headingLevel={1} />
      <SignedIn>
        <Link href="/hello">Go on</Link>
      </SignedIn>
    </>
  );
}
