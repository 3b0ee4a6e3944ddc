import type { ReactElement, ReactNode } from "react";
import { useClassNames } from "../provider/use-class-names.ts";

/** A paragraph. */
export function Text({ children }: { readonly children: ReactNode }): ReactElement {
  const classes = useClassNames();
  return <p className={classes("text")}>{children}</p>;
}
