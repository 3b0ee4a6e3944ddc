import type { ReactElement, ReactNode } from "react";
import { useClassNames } from "../provider/use-class-names.ts";
import { useForms } from "../sentences/use-forms.ts";

interface WaysInProps {
  /** Whether nothing stands above them. */
  readonly isAlone: boolean;
  readonly children: ReactNode;
}

/** The other ways to sign in or up. */
export function WaysIn({ isAlone, children }: WaysInProps): ReactElement | null {
  const classes = useClassNames();
  const { or } = useForms();
  if (!children) return null;
  return (
    <>
      {!isAlone && <p className={classes("separator")}>{or}</p>}
      <div className={classes("ways-in")}>{children}</div>
    </>
  );
}
