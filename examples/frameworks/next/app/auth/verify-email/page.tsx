import { VerifyEmail, SignedIn } from "@latchkey/react";
import Link from "next/link";

export default function VerifyEmailPage() {
  return (
    <>
      <VerifyEmail headingLevel={1} />
      <SignedIn>
        <Link href="/hello">Go on</Link>
      </SignedIn>
    </>
  );
}
