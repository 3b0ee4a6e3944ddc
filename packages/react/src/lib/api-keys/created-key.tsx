import type { CreatedApiKey } from "@latchkey/client";
import { useId, useState, type ReactElement } from "react";
import { ActionButton } from "../form/action-button.tsx";
import { useClassNames } from "../provider/use-class-names.ts";
import { useAccount } from "../sentences/use-account.ts";

interface CreatedKeyProps {
  readonly created: CreatedApiKey;
  readonly onClose: () => void;
}

/** Shows a new key, the one time that it can be shown. */
export function CreatedKey({ created, onClose }: CreatedKeyProps): ReactElement {
  const classes = useClassNames();
  const account = useAccount();
  const id = useId();
  const [isCopied, setCopied] = useState(false);
  const copy = async () => {
    // A page that may not write to the clipboard selects the key, so that its owner can copy it.
    const field = document.getElementById(id) as HTMLInputElement;
    field.select();
    await navigator.clipboard?.writeText(created.key).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  };
  return (
    <div className={classes("secret")}>
      <label className={classes("text")} htmlFor={id}>
        {account.apiKeyCreateDone}
      </label>
      <input
        id={id}
        className={classes("input")}
        dir="ltr"
        value={created.key}
        readOnly
        spellCheck={false}
        autoComplete="off"
        // The form that was here is gone, and this is what it made.
        autoFocus
        onFocus={(event) => event.currentTarget.select()}
      />
      <div className={classes("actions")}>
        <ActionButton part="button" onPress={copy}>
          {account.copy}
        </ActionButton>
        <ActionButton onPress={onClose}>{account.close}</ActionButton>
        <span role="status" className={classes("hint")}>
          {isCopied && account.copied}
        </span>
      </div>
    </div>
  );
}
