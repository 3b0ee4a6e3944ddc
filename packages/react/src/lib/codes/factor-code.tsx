import { useState, type ReactElement, type ReactNode } from "react";
import { ActionButton } from "../form/action-button.tsx";
import { Form } from "../form/form.tsx";
import { SubmitButton } from "../form/submit-button.tsx";
import { textOf } from "../form/text-of.ts";
import { Text } from "../form/text.tsx";
import { useFactorSentences } from "../sentences/use-factor-sentences.ts";
import type { Submission } from "../submission/use-submission.ts";
import { CodeField, RecoveryCodeField } from "./code-field.tsx";

/** One of them. */
export interface FactorProof {
  /** The code that the app shows. */
  readonly code?: string | undefined;
  /** A recovery code. */
  readonly recoveryCode?: string | undefined;
  /** Whether this device needs no code for 30 days. */
  readonly trustDevice?: boolean | undefined;
}

interface FactorCodeProps {
  readonly submission: Submission<FactorProof>;
  readonly label?: ReactNode;
  /** What stands above the code of the app, and not above a recovery code. */
  readonly text?: string;
  readonly button: string;
  readonly busy: string;
  readonly autoFocus?: boolean;
  /** What stands below the field. */
  readonly children?: ReactNode;
}

/** A form for a code of the app, or a recovery code in its place. */
export function FactorCode(props: FactorCodeProps): ReactElement {
  const { submission, label, text, button, busy, autoFocus, children } = props;
  const sentences = useFactorSentences();
  const [isRecovery, setRecovery] = useState(false);
  const [isTurned, setTurned] = useState(false);
  const send = (data: FormData) =>
    submission.submit({
      ...(isRecovery ? { recoveryCode: textOf(data, "recoveryCode") } : { code: textOf(data, "code") }),
      ...(data.has("trustDevice") && { trustDevice: true }),
    });
  const turn = () => {
    submission.reset();
    setTurned(true);
    setRecovery(!isRecovery);
  };
  return (
    <>
      {text !== undefined && !isRecovery && <Text>{text}</Text>}
      <Form key={String(isRecovery)} submission={submission} onSubmit={send} busy={busy}>
        {isRecovery ? <RecoveryCodeField /> : <CodeField label={label} autoFocus={autoFocus || isTurned} />}
        {children}
        <SubmitButton busy={busy}>{button}</SubmitButton>
      </Form>
      <ActionButton onPress={turn}>{isRecovery ? sentences.useApp : sentences.useRecoveryCode}</ActionButton>
    </>
  );
}

/** Where the error of a wrong code belongs. */
export function fieldOfCode({ code, field }: { readonly code: string; readonly field: string | undefined }) {
  return code === "invalid_code" ? (field ?? "code") : field;
}
