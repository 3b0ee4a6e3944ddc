import { useId, useState, type ReactElement } from "react";
import { ActionButton } from "../form/action-button.tsx";
import { useClassNames } from "../provider/use-class-names.ts";
import { useAccount } from "../sentences/use-account.ts";

interface CopyFieldProps {
  readonly label: string;
  readonly value: string;
  /** What the button copies. Default: `value`. */
  readonly copies?: string;
}

/** A text to be typed elsewhere, and a button that copies it. */
export function CopyField({ label, value, copies = value }: CopyFieldProps): ReactElement {
  const classes = useClassNames();
  const id = useId();
  return (
    <div className={classes("secret")}>
      <label className={classes("label")} htmlFor={id}>
        {label}
      </label>
      {/* The whole text is seen, on a phone too, by whoever types it elsewhere. */}
      <textarea
        id={id}
        rows={2}
        className={classes("input")}
        dir="ltr"
        value={value}
        readOnly
        spellCheck={false}
        autoComplete="off"
        onFocus={(event) => event.currentTarget.select()}
      />
      <CopyButton text={copies} />
    </div>
  );
}

/** A button that copies a text, and says so. */
export function CopyButton({ text }: { readonly text: string }): ReactElement {
  const classes = useClassNames();
  const account = useAccount();
  const [isCopied, setCopied] = useState(false);
  const copy = () =>
    navigator.clipboard?.writeText(text).then(
      () => setCopied(true),
      // A page that may not write to the clipboard leaves it to people to select the text.
      () => setCopied(false),
    );
  return (
    <div className={classes("actions")}>
      <ActionButton onPress={() => void copy()}>{account.copy}</ActionButton>
      <span role="status" className={classes("hint")}>
        {isCopied && account.copied}
      </span>
    </div>
  );
}
