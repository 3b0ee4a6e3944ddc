import type { JsonObject } from "@latchkey/client";
import { fill } from "@latchkey/locales/fill";
import type { ReactElement, ReactNode } from "react";
import { Field } from "../form/field.tsx";
import { Form } from "../form/form.tsx";
import { PasswordField } from "../form/password-field.tsx";
import { SubmitButton } from "../form/submit-button.tsx";
import { textOf } from "../form/text-of.ts";
import { useForms } from "../sentences/use-forms.ts";
import type { SignUp } from "./use-sign-up.ts";

interface PasswordSignUpProps {
  /** Makes the metadata of the new user from what has been typed. */
  readonly metadata: ((data: FormData) => JsonObject) | undefined;
  readonly signUp: SignUp;
  readonly children: ReactNode;
}

/** Creates an account by its address and a password. */
export function PasswordSignUp({ signUp, metadata, children }: PasswordSignUpProps): ReactElement {
  const forms = useForms();
  const { methods } = signUp.offered;
  const hasUsername = methods?.username?.signUp === true;
  const send = (data: FormData) =>
    signUp.submit({
      email: textOf(data, "email"),
      password: textOf(data, "password"),
      ...(hasUsername && { username: textOf(data, "username").trim() }),
      ...(metadata && { metadata: metadata(data) }),
    });
  const verbatim = { autoCapitalize: "none", autoCorrect: "off", spellCheck: false, required: true };
  return (
    <Form submission={signUp} onSubmit={send} busy={forms.signUpBusy}>
      {children}
      {hasUsername && (
        <Field
          name="username"
          label={forms.username}
          // The error says the same.
          hint={signUp.error?.code !== "invalid_username" && forms.usernameHint}
          autoComplete="username"
          maxLength={32}
          {...verbatim}
        />
      )}
      <Field
        name="email"
        type="email"
        label={forms.email}
        autoComplete={hasUsername ? "email" : "username"}
        {...verbatim}
      />
      <PasswordField
        name="password"
        label={forms.password}
        hint={fill(forms.passwordHint, { minLength: methods?.password?.minLength ?? 8 })}
        autoComplete="new-password"
        required
      />
      <SubmitButton busy={forms.signUpBusy}>{forms.signUpButton}</SubmitButton>
    </Form>
  );
}
