import type { ReactNode } from "react";

/** What every component with a heading takes. */
export interface PanelProps {
  /** A class beside `latchkey-panel`. */
  readonly className?: string | undefined;
  /** The heading. `null`: none is shown. */
  readonly title?: ReactNode;
  /** The level of the heading, 1 to 6. Default 2. */
  readonly headingLevel?: 1 | 2 | 3 | 4 | 5 | 6 | undefined;
}
