import { useId, useLayoutEffect, useRef, useState, type ReactElement, type ReactNode } from "react";
import { useClassNames } from "../provider/use-class-names.ts";
import { useLanguage } from "../sentences/use-language.ts";

interface ModalProps {
  readonly title: string;
  /** Called when Escape closes it. Without it, the dialog stays until its owner takes it away. */
  readonly onDismiss?: () => void;
  readonly children: ReactNode;
}

/** A dialog over the page, which waits behind it. */
export function Modal({ title, onDismiss, children }: ModalProps): ReactElement {
  const classes = useClassNames();
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
  const closed = () => {
    // The event comes late: React's strict mode may have opened it again.
    if (!dialog.current || dialog.current.open) return;
    if (onDismiss) onDismiss();
    // Browsers let nobody hold a dialog against a second Escape.
    else dialog.current.showModal();
  };
  return (
    <dialog
      ref={dialog}
      className={classes("dialog", "latchkey-panel")}
      lang={useLanguage()}
      aria-labelledby={id}
      onCancel={onDismiss ? undefined : (event) => event.preventDefault()}
      onClose={closed}
    >
      <h2 className={classes("title")} id={id}>
        {title}
      </h2>
      {isOpen && children}
    </dialog>
  );
}
