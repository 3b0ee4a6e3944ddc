import { useRef, useState, type ReactElement, type ReactNode } from "react";
import { useClassNames } from "../provider/use-class-names.ts";
import { useAccount } from "../sentences/use-account.ts";
import { ActionButton } from "./action-button.tsx";

interface ConfirmationProps {
  /** What the button says that asks, and the button that does it. */
  readonly children: ReactNode;
  /** The name of the first, for who does not see what it stands beside. */
  readonly name: string;
  /** What it means. */
  readonly text: string;
  readonly pending: boolean;
  readonly onConfirm: () => void;
}

/** Asks whether it shall really be done, below the button that asks for it. */
export function Confirmation({ children, name, text, pending, onConfirm }: ConfirmationProps): ReactElement {
  const classes = useClassNames();
  const { cancel } = useAccount();
  const [isAsking, setAsking] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const close = () => {
    setAsking(false);
    opener.current?.focus();
  };
  return (
    <>
      <ActionButton name={name} isOpen={isAsking} buttonRef={opener} onPress={() => setAsking(!isAsking)}>
        {children}
      </ActionButton>
      {isAsking && (
        <div
          className={classes("actions")}
          role="group"
          aria-label={name}
          onKeyDown={({ key }) => key === "Escape" && close()}
        >
          <p className={classes("text")}>{text}</p>
          <ActionButton part="danger" pending={pending} onPress={onConfirm}>
            {children}
          </ActionButton>
          <ActionButton autoFocus onPress={close}>
            {cancel}
          </ActionButton>
        </div>
      )}
    </>
  );
}
