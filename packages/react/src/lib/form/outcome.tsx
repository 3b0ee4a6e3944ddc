import { useEffect, useRef, type ReactElement, type ReactNode } from "react";
import { useClassNames } from "../provider/use-class-names.ts";

/** What has happened, in place of what made it happen. If the focus was there, it comes here. */
export function Outcome({ children }: { readonly children: ReactNode }): ReactElement {
  const classes = useClassNames();
  const paragraph = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    if (document.activeElement === document.body) paragraph.current?.focus();
  }, [children]);
  return (
    <p className={classes("outcome")} role="status" tabIndex={-1} ref={paragraph}>
      {children}
    </p>
  );
}
