"use client";

import type { SecondFactor } from "@latchkey/client";
import { fill } from "@latchkey/locales/fill";
import { useState, type ReactElement } from "react";
import { ActionButton } from "../form/action-button.tsx";
import { Confirmation } from "../form/confirmation.tsx";
import type { FormContents } from "../form/form-contents.ts";
import { Failure } from "../form/failure.tsx";
import { Loading } from "../form/loading.tsx";
import { Outcome } from "../form/outcome.tsx";
import { Panel, type PanelProps } from "../form/panel.tsx";
import { Text } from "../form/text.tsx";
import { useMethods, useOffer } from "../methods/use-methods.ts";
import { useClassNames } from "../provider/use-class-names.ts";
import { useDate } from "../sentences/use-date.ts";
import { useFactorSentences } from "../sentences/use-factor-sentences.ts";
import { RecoveryCodes } from "../codes/recovery-codes.tsx";
import { SetupCode } from "../codes/setup-code.tsx";
import { useSecondFactor, type SecondFactorState } from "./use-second-factor.ts";

/** Properties of `<SecondFactorSetup>`. */
export interface SecondFactorSetupProps extends PanelProps {
  /** A function that shows it in its own way. */
  readonly children?: FormContents<SecondFactorState>;
}

/**
 * The second factor of the user: set it up with an authenticator app, keep its recovery codes, make new ones, turn it
 * off. Shows nothing if the server does not offer that.
 *
 * @example
 * ```tsx
 * import { SecondFactorSetup } from "@latchkey/react";
 *
 * <SecondFactorSetup />;
 * ```
 */
export function SecondFactorSetup({ children, ...panel }: SecondFactorSetupProps): ReactElement | null {
  const sentences = useFactorSentences();
  const isOffered = useOffer("secondFactor");
  const state = useSecondFactor();
  if (typeof children === "function") return <>{children(state)}</>;
  if (!isOffered) return null;
  const { factor, error, reload, setup, recoveryCodes, forget } = state;
  const contents = () => {
    if (recoveryCodes) return <RecoveryCodes codes={recoveryCodes} onClose={forget} />;
    if (setup) return <SetupCode setup={setup} confirm={state.confirm} onCancel={state.cancel} />;
    if (factor) return <Factor {...state} factor={factor} />;
    return error ? <Failure error={error} onRetry={reload} /> : <Loading />;
  };
  return (
    <Panel isWide name={sentences.title} isBusy={!factor && !error} {...panel}>
      <Text>{recoveryCodes && state.confirm.done ? sentences.turnOnDone : sentences.text}</Text>
      {contents()}
      {children}
    </Panel>
  );
}

function Factor(state: SecondFactorState & { readonly factor: SecondFactor }): ReactElement {
  const { factor, begin, replaceCodes, disable, forgetDevices } = state;
  const classes = useClassNames();
  const sentences = useFactorSentences();
  const date = useDate();
  const trustsDevices = useMethods().methods?.secondFactor?.trustsDevices === true;
  const [outcome, setOutcome] = useState<string>();
  const alert = begin.formError ?? replaceCodes.formError ?? disable.formError ?? forgetDevices.formError;
  const act = async (work: Promise<boolean>, sentence?: string) => {
    setOutcome(undefined);
    if (await work) setOutcome(sentence);
  };
  const ways = factor.enabled ? (
    <>
      <Text>{fill(sentences.on, { date: date(factor.createdAt!) })}</Text>
      <Text>{fill(sentences.codesLeft, { count: String(factor.recoveryCodes) })}</Text>
      {factor.required && <Text>{sentences.required}</Text>}
      <div className={classes("actions")}>
        <Confirmation
          name={sentences.codesReplace}
          text={sentences.codesReplaceText}
          pending={replaceCodes.pending}
          onConfirm={() => act(replaceCodes.submit())}
        >
          {sentences.codesReplace}
        </Confirmation>
        {trustsDevices && (
          <ActionButton
            pending={forgetDevices.pending}
            onPress={() => act(forgetDevices.submit(), sentences.forgetDevicesDone)}
          >
            {sentences.forgetDevices}
          </ActionButton>
        )}
        {!factor.required && (
          <Confirmation
            name={sentences.turnOff}
            text={sentences.turnOffText}
            pending={disable.pending}
            onConfirm={() => act(disable.submit(), sentences.turnOffDone)}
          >
            {sentences.turnOff}
          </Confirmation>
        )}
      </div>
    </>
  ) : (
    <ActionButton pending={begin.pending} onPress={() => act(begin.submit())}>
      {sentences.setUp}
    </ActionButton>
  );
  return (
    <>
      {ways}
      <div role="alert">{alert && <p className={classes("alert")}>{alert}</p>}</div>
      {outcome && <Outcome>{outcome}</Outcome>}
    </>
  );
}
