import { fill } from "@latchkey/locales/fill";
import { useRef, useState, type ReactElement } from "react";
import { ActionButton } from "../form/action-button.tsx";
import { useClassNames } from "../provider/use-class-names.ts";
import { useAccount } from "../sentences/use-account.ts";

interface DeleteKeyProps {
  readonly name: string;
  readonly pending: boolean;
  readonly onDelete: () => void;
}

/** Asks whether the key shall really go, below the button that asks for it. */
export function DeleteKey({ name, pending, onDelete }: DeleteKeyProps): ReactElement {
  const classes = useClassNames();
  const account = useAccount();
  const [isAsking, setAsking] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const close = () => {
    setAsking(false);
    opener.current?.focus();
  };
  return (
    <>
      <ActionButton
        name={fill(account.apiKeyDeleteOf, { name })}
        isOpen={isAsking}
        buttonRef={opener}
        onPress={() => setAsking(!isAsking)}
      >
        {account.apiKeyDelete}
      </ActionButton>
      {isAsking && (
        <div
          className={classes("actions")}
          role="group"
          aria-label={fill(account.apiKeyDeleteOf, { name })}
          onKeyDown={({ key }) => key === "Escape" && close()}
        >
          <p className={classes("text")}>{account.apiKeyDeleteText}</p>
          <ActionButton part="danger" pending={pending} onPress={onDelete}>
            {account.apiKeyDelete}
          </ActionButton>
          <ActionButton autoFocus onPress={close}>
            {account.cancel}
          </ActionButton>
        </div>
      )}
    </>
  );
}
