import type { ReactElement } from "react";
import { Modal } from "../form/modal.tsx";
import { useFactorSentences } from "../sentences/use-factor-sentences.ts";
import { RecoveryCodes } from "./recovery-codes.tsx";

interface CodesDialogProps {
  readonly codes: readonly string[];
  /** Called once their owner says that they are kept. */
  readonly onClose: () => void;
}

/** Recovery codes over the page. Escape does not close it: they are never shown again. */
export function CodesDialog(props: CodesDialogProps): ReactElement {
  const sentences = useFactorSentences();
  return (
    <Modal title={sentences.codesTitle}>
      <RecoveryCodes {...props} />
    </Modal>
  );
}
