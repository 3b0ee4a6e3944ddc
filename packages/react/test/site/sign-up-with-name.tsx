import { Field, SignUpForm } from "@latchkey/react";
import type { ReactElement } from "react";

/** A form with a field of the application, which the server's schema checks. */
export function SignUpWithName(): ReactElement {
  return (
    <SignUpForm onSuccess={() => location.assign("/")} metadata={(data) => ({ name: String(data.get("name")) })}>
      <Field name="name" label="Your name" autoComplete="name" required />
    </SignUpForm>
  );
}
