import { SignInForm } from "@latchkey/react";

export default function SignIn() {
  return <SignInForm headingLevel={1} />;
}
