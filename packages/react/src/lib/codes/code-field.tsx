import type { ReactElement, ReactNode } from "react";
import { Field } from "../form/field.tsx";
import { useFactorSentences } from "../sentences/use-factor-sentences.ts";

interface CodeFieldProps {
  readonly label?: ReactNode;
  readonly autoFocus?: boolean;
}

/** The code of an authenticator app. A phone that has it offers to fill it in (HTML, "one-time-code"). */
export function CodeField({ label, autoFocus }: CodeFieldProps): ReactElement {
  const sentences = useFactorSentences();
  return (
    <Field
      name="code"
      label={label ?? sentences.code}
      hint={sentences.codeHint}
      autoComplete="one-time-code"
      inputMode="numeric"
      // Digits, and the spaces that apps show between them.
      maxLength={16}
      dir="ltr"
      autoCapitalize="none"
      autoCorrect="off"
      spellCheck={false}
      required
      autoFocus={autoFocus}
    />
  );
}

/** A recovery code, for who has lost the app. */
export function RecoveryCodeField(): ReactElement {
  const sentences = useFactorSentences();
  return (
    <Field
      name="recoveryCode"
      label={sentences.recoveryCode}
      hint={sentences.recoveryText}
      autoComplete="off"
      dir="ltr"
      autoCapitalize="none"
      autoCorrect="off"
      spellCheck={false}
      maxLength={64}
      required
      // The field that was here is gone.
      autoFocus
    />
  );
}
