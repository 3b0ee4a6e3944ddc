import type { ReactElement, ReactNode } from "react";
import { useClassNames } from "../provider/use-class-names.ts";

/** A list. Some browsers do not call it one when a style takes its marks away. */
export function List({ children }: { readonly children: ReactNode }): ReactElement {
  const classes = useClassNames();
  return (
    <ul className={classes("list")} role="list">
      {children}
    </ul>
  );
}

interface ItemProps {
  readonly name: ReactNode;
  /** Lines below the name. */
  readonly lines: readonly (ReactNode | false)[];
  /** Buttons. */
  readonly children: ReactNode;
}

/** An item of a list: a name, some lines, and buttons. */
export function Item({ name, lines, children }: ItemProps): ReactElement {
  const classes = useClassNames();
  return (
    <li className={classes("item")}>
      <div>
        <p className={classes("item-name")}>{name}</p>
        {lines.map(
          (line, at) =>
            line && (
              <p key={at} className={classes("item-text")}>
                {line}
              </p>
            ),
        )}
      </div>
      {children}
    </li>
  );
}
