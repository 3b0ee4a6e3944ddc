import type { ReactElement, ReactNode, Ref } from "react";
import type { PartName } from "../provider/class-names.ts";
import { useClassNames } from "../provider/use-class-names.ts";

interface ActionButtonProps {
  readonly children: ReactNode;
  /** The name for who does not see what it stands beside. */
  readonly name?: string | undefined;
  /** How it looks. Default: `"secondary"`. */
  readonly part?: Extract<PartName, "button" | "secondary" | "danger"> | undefined;
  readonly pending?: boolean | undefined;
  /** Whether what it shows is there. */
  readonly isOpen?: boolean | undefined;
  readonly autoFocus?: boolean | undefined;
  readonly buttonRef?: Ref<HTMLButtonElement>;
  readonly onPress: () => void;
}

/** A button outside of forms. While its action is under way it keeps the focus, and does nothing. */
export function ActionButton(props: ActionButtonProps): ReactElement {
  const { children, name, part = "secondary", pending, isOpen, autoFocus, buttonRef, onPress } = props;
  const classes = useClassNames();
  return (
    <button
      type="button"
      ref={buttonRef}
      className={classes(part)}
      aria-label={name}
      aria-disabled={pending || undefined}
      aria-expanded={isOpen}
      autoFocus={autoFocus}
      onClick={() => pending || onPress()}
    >
      {children}
    </button>
  );
}
