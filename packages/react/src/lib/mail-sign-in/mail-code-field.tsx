import type { ReactElement } from "react";
import { Field } from "../form/field.tsx";
import { useForms } from "../sentences/use-forms.ts";

interface MailCodeFieldProps {
  readonly label: string;
  readonly autoFocus?: boolean;
}

/** The code of a mail. Phones and mail programs that know it offer to fill it in (HTML, "one-time-code"). */
export function MailCodeField({ label, autoFocus }: MailCodeFieldProps): ReactElement {
  const { mailSignInCodeHint } = useForms();
  return (
    <Field
      name="code"
      label={label}
      hint={mailSignInCodeHint}
      inputMode="numeric"
      autoComplete="one-time-code"
      // Six digits, and the spaces that people type between them.
      maxLength={20}
      dir="ltr"
      required
      autoFocus={autoFocus}
    />
  );
}
