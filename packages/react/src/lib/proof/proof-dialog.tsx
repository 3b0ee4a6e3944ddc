import { useEffect, useId, useLayoutEffect, useRef, useState, type ReactElement } from "react";
import { ActionButton } from "../form/action-button.tsx";
import { Text } from "../form/text.tsx";
import { useClassNames } from "../provider/use-class-names.ts";
import { useAccount } from "../sentences/use-account.ts";
import { useLanguage } from "../sentences/use-language.ts";
import { useUser } from "../session/use-session.ts";
import type { StepUpOptions } from "../provider/proof-method.ts";
import { Proofs } from "./proofs.tsx";

export interface ProofDialogProps extends StepUpOptions {
  /** Called once, with whether it was proved. */
  readonly onEnd: (isProved: boolean) => void;
}

/** Asks whether it is the user. The page behind it waits; Escape and "Cancel" leave everything as it was. */
export function ProofDialog({ methods, onEnd }: ProofDialogProps): ReactElement {
  const classes = useClassNames();
  const account = useAccount();
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  // What would take the focus comes once it is open, and before it leaves the page it is closed: so the browser knows
  // where the focus was, and gives it back.
  const [isOpen, setOpen] = useState(false);
  useLayoutEffect(() => {
    const { current } = dialog;
    current!.showModal();
    setOpen(true);
    return () => current!.close();
  }, []);
  const userId = useUser()?.id;
  const [asked] = useState(userId);
  useEffect(() => {
    // Somebody signed out in another tab, or signed in as another user.
    if (userId !== asked) onEnd(false);
  }, [userId, asked, onEnd]);
  return (
    <dialog
      ref={dialog}
      className={classes("dialog", "latchkey-panel")}
      lang={useLanguage()}
      aria-labelledby={id}
      onClose={() => dialog.current?.open || onEnd(false)}
    >
      <h2 className={classes("title")} id={id}>
        {account.proofTitle}
      </h2>
      <Text>{account.proofText}</Text>
      {isOpen && <Proofs methods={methods} onProved={() => onEnd(true)} />}
      <ActionButton onPress={() => onEnd(false)}>{account.cancel}</ActionButton>
    </dialog>
  );
}
