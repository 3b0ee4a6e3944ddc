import { useEffect, useState, type ReactElement } from "react";
import { ActionButton } from "../form/action-button.tsx";
import { Modal } from "../form/modal.tsx";
import { Text } from "../form/text.tsx";
import type { ProofMethod } from "../provider/proof-method.ts";
import { useAccount } from "../sentences/use-account.ts";
import { useUser } from "../session/use-session.ts";
import { Proofs } from "./proofs.tsx";

export interface ProofDialogProps {
  /** The ways that the server takes for this. Not set: all. */
  readonly methods: readonly ProofMethod[] | undefined;
  /** Called once, with whether it was proved. */
  readonly onEnd: (isProved: boolean) => void;
}

/** Asks whether it is the user. The page behind it waits; Escape and "Cancel" leave everything as it was. */
export function ProofDialog({ methods, onEnd }: ProofDialogProps): ReactElement {
  const account = useAccount();
  const userId = useUser()?.id;
  const [asked] = useState(userId);
  useEffect(() => {
    // Somebody signed out in another tab, or signed in as another user.
    if (userId !== asked) onEnd(false);
  }, [userId, asked, onEnd]);
  return (
    <Modal title={account.proofTitle} onDismiss={() => onEnd(false)}>
      <Text>{account.proofText}</Text>
      <Proofs methods={methods} onProved={() => onEnd(true)} />
      <ActionButton onPress={() => onEnd(false)}>{account.cancel}</ActionButton>
    </Modal>
  );
}
