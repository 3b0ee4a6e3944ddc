import type { ReactElement } from "react";
import { useAuthContext } from "../provider/auth-context.ts";
import { useClassNames } from "../provider/use-class-names.ts";

interface LinkListProps {
  /** Where each leads, and what it says. Those that lead nowhere are left out. */
  readonly links: readonly (readonly [href: string | false | undefined, text: string])[];
}

/** Links to other pages of the application. */
export function LinkList({ links }: LinkListProps): ReactElement | null {
  const { Link } = useAuthContext();
  const classes = useClassNames();
  const shown = links.filter(([href]) => href);
  if (shown.length === 0) return null;
  return (
    <div className={classes("links")}>
      {shown.map(([href, text]) => (
        <Link key={text} href={href} className={classes("link")}>
          {text}
        </Link>
      ))}
    </div>
  );
}
