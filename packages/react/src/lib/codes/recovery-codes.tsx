import { useEffect, useRef, useState, type ReactElement } from "react";
import { ActionButton } from "../form/action-button.tsx";
import { useClassNames } from "../provider/use-class-names.ts";
import { useFactorSentences } from "../sentences/use-factor-sentences.ts";
import { CopyButton } from "./copy-field.tsx";

interface RecoveryCodesProps {
  readonly codes: readonly string[];
  /** Called once their owner says that they are kept. */
  readonly onClose: () => void;
}

/** Shows recovery codes, the one time that they can be shown, until their owner says that they are kept. */
export function RecoveryCodes({ codes, onClose }: RecoveryCodesProps): ReactElement {
  const classes = useClassNames();
  const sentences = useFactorSentences();
  const [isKept, setKept] = useState(false);
  const heading = useRef<HTMLParagraphElement>(null);
  // The form that was here is gone, and this is what it made.
  useEffect(() => heading.current?.focus(), []);
  const text = `${codes.join("\n")}\n`;
  return (
    <div className={classes("secret")}>
      <p className={classes("notice")} ref={heading} tabIndex={-1} role="status">
        {sentences.codesText}
      </p>
      <ul className={classes("codes")} role="list" aria-label={sentences.codesTitle} dir="ltr">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <div className={classes("actions")}>
        <CopyButton text={text} />
        <a
          className={classes("secondary")}
          download="recovery-codes.txt"
          href={`data:text/plain;charset=utf-8,${encodeURIComponent(text)}`}
        >
          {sentences.codesDownload}
        </a>
      </div>
      <label className={classes("choice")}>
        <input type="checkbox" checked={isKept} onChange={(event) => setKept(event.currentTarget.checked)} />
        {sentences.codesKept}
      </label>
      <ActionButton part="button" pending={!isKept} onPress={onClose}>
        {sentences.codesClose}
      </ActionButton>
    </div>
  );
}
