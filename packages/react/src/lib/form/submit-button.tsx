"use client";

import type { ReactElement, ReactNode } from "react";
import type { PartName } from "../provider/class-names.ts";
import { useClassNames } from "../provider/use-class-names.ts";
import { useFormState } from "./form-context.ts";
import { useHydrated } from "./use-hydrated.ts";

/** Properties of `<SubmitButton>`. */
export interface SubmitButtonProps {
  /** What it does. */
  readonly children: ReactNode;
  /** What it says while that is under way. Default: the same. */
  readonly busy?: ReactNode;
  /** How it looks. Default: `"button"`. */
  readonly part?: Extract<PartName, "button" | "secondary" | "danger"> | undefined;
}

/**
 * The button of a `<Form>`. It keeps the focus while the form is being sent, and its width.
 *
 * @example
 * ```tsx
 * import { SubmitButton } from "@latchkey/react";
 *
 * <SubmitButton busy="Saving…">Save</SubmitButton>;
 * ```
 */
export function SubmitButton({ children, busy = children, part = "button" }: SubmitButtonProps): ReactElement {
  const classes = useClassNames();
  const { pending } = useFormState();
  const isReady = useHydrated();
  return (
    <button type="submit" className={classes(part)} disabled={!isReady} aria-disabled={pending || undefined}>
      <span hidden={pending}>{children}</span>
      <span hidden={!pending}>{busy}</span>
    </button>
  );
}
