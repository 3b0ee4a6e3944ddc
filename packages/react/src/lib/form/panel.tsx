import { useId, type ReactElement, type ReactNode } from "react";
import { useClassNames } from "../provider/use-class-names.ts";
import { useLanguage } from "../sentences/use-language.ts";

/** What every component with a heading takes. */
export interface PanelProps {
  /** A class beside `latchkey-panel`. */
  readonly className?: string | undefined;
  /** The heading. `null`: none is shown. */
  readonly title?: ReactNode;
  /** The level of the heading, 1 to 6. Default 2. */
  readonly headingLevel?: 1 | 2 | 3 | 4 | 5 | 6 | undefined;
}

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
