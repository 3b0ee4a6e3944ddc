import type { ReactElement } from "react";
import { Field } from "../form/field.tsx";
import { Form } from "../form/form.tsx";
import { SubmitButton } from "../form/submit-button.tsx";
import { textOf } from "../form/text-of.ts";
import { Text } from "../form/text.tsx";
import type { WaySignUpProps } from "../provider/way-in.ts";
import { useForms } from "../sentences/use-forms.ts";
import { usePasskeySignUp } from "./use-passkey-sign-up.ts";

/** Creates an account by its address and a passkey. */
export function PasskeySignUp({ metadata, onSuccess, onError, children }: WaySignUpProps): ReactElement {
  const forms = useForms();
  const signUp = usePasskeySignUp({ onSuccess, onError });
  const send = (data: FormData) =>
    signUp.submit({ email: textOf(data, "email"), ...(metadata && { metadata: metadata(data) }) });
  return (
    <>
      <Text>{forms.signUpPasskeyText}</Text>
      <Form submission={signUp} onSubmit={send} busy={forms.signUpBusy}>
        {children}
        <Field
          name="email"
          type="email"
          label={forms.email}
          autoComplete="username"
          autoCapitalize="none"
          autoCorrect="off"
          spellCheck={false}
          required
        />
        <SubmitButton busy={forms.signUpBusy}>{forms.signUpWithPasskey}</SubmitButton>
      </Form>
    </>
  );
}
