import { useId, type ReactElement, type ReactNode } from "react";
import type { PanelProps } from "../provider/panel-props.ts";
import { useClassNames } from "../provider/use-class-names.ts";
import { useLanguage } from "../sentences/use-language.ts";

export type { PanelProps } from "../provider/panel-props.ts";

interface PanelContents extends PanelProps {
  /** The heading of the language, and the name of the region in any case. */
  readonly name: string;
  readonly isBusy?: boolean;
  /** Whether it is one of the wider ones that stand on the page of an account. */
  readonly isWide?: boolean;
  readonly children: ReactNode;
}

/** A region with a heading. */
export function Panel(props: PanelContents): ReactElement {
  const { className, name, title = name, headingLevel = 2, isBusy, isWide, children } = props;
  const classes = useClassNames();
  const id = useId();
  const Heading = `h${headingLevel}` as const;
  const label = title === null ? { "aria-label": name } : { "aria-labelledby": id };
  return (
    <section
      className={classes("panel", isWide && "latchkey-wide", className)}
      lang={useLanguage()}
      aria-busy={isBusy || undefined}
      {...label}
    >
      {title !== null && (
        <Heading className={classes("title")} id={id}>
          {title}
        </Heading>
      )}
      {children}
    </section>
  );
}
