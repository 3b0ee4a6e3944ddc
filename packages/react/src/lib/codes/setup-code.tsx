import type { SecondFactorSetup as Setup } from "@latchkey/client";
import type { ReactElement } from "react";
import { ActionButton } from "../form/action-button.tsx";
import { Form } from "../form/form.tsx";
import { SubmitButton } from "../form/submit-button.tsx";
import { textOf } from "../form/text-of.ts";
import { Text } from "../form/text.tsx";
import { useClassNames } from "../provider/use-class-names.ts";
import { useAccount } from "../sentences/use-account.ts";
import { useFactorSentences } from "../sentences/use-factor-sentences.ts";
import { useForms } from "../sentences/use-forms.ts";
import type { Submission } from "../submission/use-submission.ts";
import { CodeField } from "./code-field.tsx";
import { CopyField } from "./copy-field.tsx";

/** What `useSecondFactor().confirm.submit` takes. */
export interface ConfirmFields {
  /** The code that the app shows. */
  readonly code: string;
  /** Whether all other devices are signed out. */
  readonly endOtherSessions?: boolean | undefined;
}

interface SetupCodeProps {
  readonly setup: Setup;
  readonly confirm: Submission<ConfirmFields>;
  readonly onCancel: () => void;
  /** Whether nobody is signed in yet, so that there are no other devices to sign out. */
  readonly isSignIn?: boolean;
}

/** Brings the secret into an app, by scanning, typing or opening it on this device. Then it asks for the app's code. */
export function SetupCode({ setup, confirm, onCancel, isSignIn }: SetupCodeProps): ReactElement {
  const classes = useClassNames();
  const account = useAccount();
  const { backToSignIn } = useForms();
  const sentences = useFactorSentences();
  const { secret, uri, qr } = setup;
  const send = (data: FormData) =>
    confirm.submit({ code: textOf(data, "code"), ...(data.has("endOthers") && { endOtherSessions: true }) });
  return (
    <>
      <Text>{sentences.scan}</Text>
      {/* An image runs no scripts, whatever it was made from. */}
      <img className={classes("qr")} alt={sentences.qr} src={`data:image/svg+xml,${encodeURIComponent(qr)}`} />
      <CopyField label={sentences.key} value={secret.replace(/.{4}(?=.)/g, "$& ")} copies={secret} />
      <a className={classes("link")} href={uri}>
        {sentences.openApp}
      </a>
      <Form submission={confirm} onSubmit={send} busy={account.busy}>
        {/* The button that was here is gone, and this is what it led to. */}
        <CodeField autoFocus />
        {!isSignIn && (
          <label className={classes("choice")}>
            <input type="checkbox" name="endOthers" defaultChecked />
            {sentences.endOthers}
          </label>
        )}
        <div className={classes("actions")}>
          <SubmitButton busy={account.busy}>{sentences.turnOn}</SubmitButton>
          <ActionButton onPress={onCancel}>{isSignIn ? backToSignIn : account.cancel}</ActionButton>
        </div>
      </Form>
    </>
  );
}
