import { SignUpForm } from "@latchkey/react";

export default function SignUp() {
  return <SignUpForm headingLevel={1} />;
}
