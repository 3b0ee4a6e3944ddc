import type { User } from "@latchkey/client";
import type { ReactElement } from "react";
import { ActionButton } from "../form/action-button.tsx";
import { Failure } from "../form/failure.tsx";
import { Loading } from "../form/loading.tsx";
import { Panel, type PanelProps } from "../form/panel.tsx";
import { Text } from "../form/text.tsx";
import { useFactorSentences } from "../sentences/use-factor-sentences.ts";
import { useForms } from "../sentences/use-forms.ts";
import { SetupCode } from "../codes/setup-code.tsx";
import { useRequiredSetup } from "./use-required-setup.tsx";

interface RequiredSetupFormProps extends PanelProps {
  readonly ticket: string | undefined;
  readonly onSuccess: (user: User) => void;
  readonly onCancel: () => void;
}

/** Sets up the second factor that an account needs, and signs in. It goes on once the recovery codes are kept. */
export function RequiredSetupForm(props: RequiredSetupFormProps): ReactElement {
  const { ticket, onSuccess, onCancel, ...panel } = props;
  const forms = useForms();
  const sentences = useFactorSentences();
  const { setup, confirm } = useRequiredSetup({ ticket, onSuccess });
  const contents = () => {
    if (setup.value) return <SetupCode setup={setup.value} confirm={confirm} onCancel={onCancel} isSignIn />;
    if (!setup.error) return <Loading />;
    return (
      <>
        <Failure error={setup.error} onRetry={setup.reload} />
        <ActionButton onPress={onCancel}>{forms.backToSignIn}</ActionButton>
      </>
    );
  };
  return (
    <Panel name={sentences.setUpTitle} {...panel}>
      <Text>{sentences.setUpText}</Text>
      {contents()}
    </Panel>
  );
}
