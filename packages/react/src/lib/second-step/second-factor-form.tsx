"use client";

import type { User } from "@latchkey/client";
import type { ReactElement } from "react";
import { ActionButton } from "../form/action-button.tsx";
import type { FormContents } from "../form/form-contents.ts";
import { Panel, type PanelProps } from "../form/panel.tsx";
import { useMethods } from "../methods/use-methods.ts";
import { useClassNames } from "../provider/use-class-names.ts";
import { useFactorSentences } from "../sentences/use-factor-sentences.ts";
import { useForms } from "../sentences/use-forms.ts";
import type { Submission } from "../submission/use-submission.ts";
import { FactorCode, type FactorProof } from "../codes/factor-code.tsx";
import { useSecondFactorSignIn } from "./use-second-factor-sign-in.ts";

/** Properties of `<SecondFactorForm>`. */
export interface SecondFactorFormProps extends PanelProps {
  /** `error.ticket` of `second_factor_required`, where tokens are no cookies. In a browser a cookie carries it. */
  readonly ticket?: string | undefined;
  /** Called when somebody has signed in: go on to the next page. */
  readonly onSuccess?: ((user: User) => void) | undefined;
  /** Called when somebody wants to begin anew: show the form to sign in again. Without it, there is no such button. */
  readonly onCancel?: (() => void) | undefined;
  /** More fields, or a function that shows the form in its own way. */
  readonly children?: FormContents<Submission<FactorProof>>;
}

/**
 * The second step of signing in: a code of the app, or a recovery code. `<SignInForm>` shows it by itself; this is for
 * a form of your own, after `second_factor_required`.
 *
 * @example
 * ```tsx
 * import { SecondFactorForm } from "@latchkey/react";
 *
 * <SecondFactorForm onSuccess={() => location.assign("/")} />;
 * ```
 */
export function SecondFactorForm(props: SecondFactorFormProps): ReactElement {
  const { ticket, onSuccess, onCancel, children, ...panel } = props;
  const sentences = useFactorSentences();
  const signIn = useSecondFactorSignIn({ ticket, onSuccess });
  if (typeof children === "function") return <>{children(signIn)}</>;
  return (
    <Panel name={sentences.signInTitle} {...panel}>
      <SecondStep signIn={signIn} onCancel={onCancel} />
      {children}
    </Panel>
  );
}

interface SecondStepProps {
  readonly signIn: Submission<FactorProof>;
  readonly onCancel: (() => void) | undefined;
}

function SecondStep({ signIn, onCancel }: SecondStepProps): ReactElement {
  const classes = useClassNames();
  const forms = useForms();
  const sentences = useFactorSentences();
  const canTrust = useMethods().methods?.secondFactor?.trustsDevices === true;
  return (
    <>
      <FactorCode
        submission={signIn}
        text={sentences.signInText}
        button={forms.signInButton}
        busy={forms.signInBusy}
        autoFocus
      >
        {canTrust && (
          <label className={classes("choice")}>
            <input type="checkbox" name="trustDevice" />
            {sentences.trustDevice}
          </label>
        )}
      </FactorCode>
      {onCancel && <ActionButton onPress={onCancel}>{forms.backToSignIn}</ActionButton>}
    </>
  );
}
