import { useEffect, useId, useLayoutEffect, useRef, useState, type ReactElement } from "react";
import { ActionButton } from "../form/action-button.tsx";
import { Text } from "../form/text.tsx";
import { useClassNames } from "../provider/use-class-names.ts";
import { useAccount } from "../sentences/use-account.ts";
import { useLanguage } from "../sentences/use-language.ts";
import { useUser } from "../session/use-session.ts";
import { Proofs } from "./proofs.tsx";

export interface ProofDialogProps {
  /** Called once, with whether it was proved. */
  readonly onEnd: (isProved: boolean) => void;
}

/** Asks whether it is the user. The page behind it waits; Escape and "Cancel" leave everything as it was. */
export function ProofDialog({ onEnd }: ProofDialogProps): ReactElement {
  const classes = useClassNames();
  const account = useAccount();
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  // Before it leaves the page it is closed: only then does the browser give the focus back.
  useLayoutEffect(() => {
    const { current } = dialog;
    current!.showModal();
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
      <Proofs onProved={() => onEnd(true)} />
      <ActionButton onPress={() => onEnd(false)}>{account.cancel}</ActionButton>
    </dialog>
  );
}
