import { ForgotPasswordForm } from "@latchkey/react";

export default function ForgotPassword() {
  return <ForgotPasswordForm headingLevel={1} />;
}
